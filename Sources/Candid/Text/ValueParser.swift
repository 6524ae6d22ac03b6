/// Parses values (Candid Specification, "Textual Representation of Values").
struct ValueParser {
  private typealias Part = ValueSyntax.Part

  /// The values between parentheses, and nothing else.
  static func arguments(_ source: CandidSource) throws(CandidTextError) -> [ValueSyntax.Part] {
    var reader = try TokenReader(source)
    let parts = try reader.list("(", separator: ",", ")") {
      (reader) throws(CandidTextError) in try annotated(&reader)
    }
    try reader.expectEnd()
    return parts
  }

  /// One value, and nothing else.
  static func value(_ source: CandidSource) throws(CandidTextError) -> ValueSyntax.Part {
    var reader = try TokenReader(source)
    let part = try annotated(&reader)
    try reader.expectEnd()
    return part
  }

  private static func annotated(_ reader: inout TokenReader) throws(CandidTextError) -> Part {
    let part = try reader.nested { (reader) throws(CandidTextError) in try value(&reader) }
    guard try reader.skip(sign: ":") else { return part }
    return Part(
      syntax: .annotated(part, try TypeParser.typeWithoutNames(&reader)), offset: part.offset)
  }

  private static func value(_ reader: inout TokenReader) throws(CandidTextError) -> Part {
    let offset = reader.next.offset
    switch reader.next.kind {
    case .number(let numeral):
      try reader.advance()
      return Part(syntax: .number(numeral), offset: offset)
    case .text(let bytes):
      try reader.advance()
      return Part(syntax: .text(bytes), offset: offset)
    case .sign("("):
      try reader.advance()
      let part = try annotated(&reader)
      try reader.expect(sign: ")")
      return part
    case .identifier(let word):
      return Part(syntax: try syntax(behind: word, &reader), offset: offset)
    case .sign, .end: throw reader.unexpected(expected: "a value")
    }
  }

  private static func syntax(
    behind word: String, _ reader: inout TokenReader
  ) throws(CandidTextError) -> ValueSyntax {
    guard keywords.contains(word) else { throw reader.unexpected(expected: "a value") }
    try reader.advance()
    switch word {
    case "true": return .bool(true)
    case "false": return .bool(false)
    case "null": return .null
    case "opt":
      return .option(try reader.nested { (reader) throws(CandidTextError) in try value(&reader) })
    case "blob":
      guard case .text(let bytes) = reader.next.kind else {
        throw reader.unexpected(expected: "a text in quotes")
      }
      try reader.advance()
      return .blob(bytes)
    case "vec":
      return .vector(
        try reader.list("{", separator: ";", "}") {
          (reader) throws(CandidTextError) in try annotated(&reader)
        })
    case "record": return .record(try record(&reader))
    case "variant": return .variant(try variant(&reader))
    case "principal": return .principal(try principal(&reader))
    case "service": return .service(try principal(&reader))
    default:
      let id = try principal(&reader)
      try reader.expect(sign: ".")
      return .function(id, method: try reader.name("the name of a method"))
    }
  }

  private static let keywords: Set<String> = [
    "true", "false", "null", "opt", "blob", "vec", "record", "variant", "principal", "service",
    "func",
  ]

  private static func principal(_ reader: inout TokenReader) throws(CandidTextError) -> Principal {
    let offset = reader.next.offset
    let text = try reader.text("a principal in quotes")
    do {
      return try Principal(text: text)
    } catch {
      throw reader.error(.malformedPrincipal(error), at: offset)
    }
  }

  private static func record(
    _ reader: inout TokenReader
  ) throws(CandidTextError) -> [ValueSyntax.Field] {
    var nextID: UInt32? = 0
    let fields = try reader.list("{", separator: ";", "}") { (reader) throws(CandidTextError) in
      let field = try recordField(&reader, nextID: nextID)
      nextID = field.label.id == .max ? nil : field.label.id + 1
      return (field.label, field.offset, field)
    }
    return try reader.sorted(fields)
  }

  /// With a label, or with the id after that of the field before.
  private static func recordField(
    _ reader: inout TokenReader, nextID: UInt32?
  ) throws(CandidTextError) -> ValueSyntax.Field {
    let offset = reader.next.offset
    // A label looks like a value until the sign behind it.
    var ahead = reader
    let label = try? label(&ahead)
    if let label, try ahead.skip(sign: "=") {
      reader = ahead
      return ValueSyntax.Field(label: label, value: try annotated(&reader), offset: offset)
    }
    guard let nextID else { throw reader.error(.fieldOutOfRange) }
    return ValueSyntax.Field(
      label: FieldLabel(id: nextID), value: try annotated(&reader), offset: offset)
  }

  private static func variant(
    _ reader: inout TokenReader
  ) throws(CandidTextError) -> ValueSyntax.Field {
    try reader.expect(sign: "{")
    let offset = reader.next.offset
    let label = try label(&reader)
    let value =
      try reader.skip(sign: "=") ? try annotated(&reader) : Part(syntax: .null, offset: offset)
    _ = try reader.skip(sign: ";")
    try reader.expect(sign: "}")
    return ValueSyntax.Field(label: label, value: value, offset: offset)
  }

  private static func label(_ reader: inout TokenReader) throws(CandidTextError) -> FieldLabel {
    if case .number(let numeral) = reader.next.kind {
      return FieldLabel(id: try reader.fieldID(numeral))
    }
    return FieldLabel(name: try reader.name("the name of a field"))
  }
}
