/// Parses values (Candid Specification, "Textual Representation of Values").
///
/// Values nest deeply, and a build for debugging gives a function room on the stack for all that
/// any of its branches needs. So what has no parts is parsed by functions of its own.
struct ValueParser {
  private typealias Part = ValueSyntax.Part

  /// The values between parentheses, and nothing else.
  static func arguments(_ source: CandidSource) throws(CandidTextError) -> [ValueSyntax.Part] {
    var reader = try TokenReader(source)
    let parts = try list("(", separator: ",", ")", &reader)
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

  private static func list(
    _ open: String, separator: String, _ close: String, _ reader: inout TokenReader
  ) throws(CandidTextError) -> [Part] {
    try reader.expect(sign: open)
    var parts: [Part] = []
    while try reader.isAtItem(isFirst: parts.isEmpty, separator: separator, close) {
      parts.append(try annotated(&reader))
    }
    return parts
  }

  private static func annotated(_ reader: inout TokenReader) throws(CandidTextError) -> Part {
    let part = try value(&reader)
    return reader.isSign(":") ? try annotation(of: part, &reader) : part
  }

  private static func annotation(
    of part: Part, _ reader: inout TokenReader
  ) throws(CandidTextError) -> Part {
    try reader.expect(sign: ":")
    return Part(
      syntax: .annotated(part, try TypeParser.typeWithoutNames(&reader)), offset: part.offset)
  }

  private static func value(_ reader: inout TokenReader) throws(CandidTextError) -> Part {
    if reader.isSign("(") { return try parenthesized(&reader) }
    guard case .identifier(let word) = reader.next.kind, composites.contains(word) else {
      return try simple(&reader)
    }
    return try composite(word, &reader)
  }

  private static func parenthesized(_ reader: inout TokenReader) throws(CandidTextError) -> Part {
    try reader.enterParentheses()
    let part = try annotated(&reader)
    try reader.leaveParentheses()
    return part
  }

  /// A value with parts.
  private static func composite(
    _ word: String, _ reader: inout TokenReader
  ) throws(CandidTextError) -> Part {
    let offset = reader.next.offset
    try reader.enter()
    try reader.advance()
    let syntax: ValueSyntax =
      switch word {
      case "opt": .option(try value(&reader))
      case "vec": .vector(try list("{", separator: ";", "}", &reader))
      case "record": .record(try record(&reader))
      default: .variant(try variant(&reader))
      }
    reader.leave()
    return Part(syntax: syntax, offset: offset)
  }

  private static let composites: Set<String> = ["opt", "vec", "record", "variant"]

  private static func record(
    _ reader: inout TokenReader
  ) throws(CandidTextError) -> [ValueSyntax.Field] {
    try reader.expect(sign: "{")
    var nextID: UInt32? = 0
    var fields: [(label: FieldLabel, offset: Int, field: ValueSyntax.Field)] = []
    while try reader.isAtItem(isFirst: fields.isEmpty, separator: ";", "}") {
      let offset = reader.next.offset
      let label = try fieldLabel(&reader, nextID: nextID)
      nextID = label.id == .max ? nil : label.id + 1
      let value = try annotated(&reader)
      fields.append((label, offset, ValueSyntax.Field(label: label, value: value, offset: offset)))
    }
    return try reader.sorted(fields)
  }

  /// What is before a sign, or else the id after that of the field before.
  private static func fieldLabel(
    _ reader: inout TokenReader, nextID: UInt32?
  ) throws(CandidTextError) -> FieldLabel {
    // A label looks like a value until the sign behind it.
    var ahead = reader
    if let label = try? label(&ahead), try ahead.skip(sign: "=") {
      reader = ahead
      return label
    }
    guard let nextID else { throw reader.error(.fieldOutOfRange) }
    return FieldLabel(id: nextID)
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

// Values without parts.
extension ValueParser {
  private static func simple(_ reader: inout TokenReader) throws(CandidTextError) -> Part {
    let offset = reader.next.offset
    switch reader.next.kind {
    case .number(let numeral):
      try reader.advance()
      return Part(syntax: .number(numeral), offset: offset)
    case .text(let bytes):
      try reader.advance()
      return Part(syntax: .text(bytes), offset: offset)
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
    case "blob":
      guard case .text(let bytes) = reader.next.kind else {
        throw reader.unexpected(expected: "a text in quotes")
      }
      try reader.advance()
      return .blob(bytes)
    case "principal": return .principal(try principal(&reader))
    case "service": return .service(try principal(&reader))
    default:
      let id = try principal(&reader)
      try reader.expect(sign: ".")
      return .function(id, method: try reader.name("the name of a method"))
    }
  }

  private static let keywords: Set<String> = [
    "true", "false", "null", "blob", "principal", "service", "func",
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
}
