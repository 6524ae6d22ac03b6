/// Parses types (Candid Specification, "Core Grammar").
///
/// A name becomes a number in the table at its first mention; at the end all must be defined.
struct TypeParser {
  /// The definitions so far; nil for a type that is only mentioned.
  private(set) var definitions: [CandidType?] = []
  private(set) var names: [String] = []
  private var indexes: [String: Int] = [:]
  /// Where a type was first mentioned.
  private var mentions: [(source: CandidSource, offset: Int)] = []
  /// The methods whose types are names.
  private var namedMethods: [(name: String, type: CandidType, error: CandidTextError)] = []
  private let allowsNames: Bool

  init(allowsNames: Bool = true) { self.allowsNames = allowsNames }

  /// A type in which no definitions are in scope.
  static func typeWithoutNames(_ reader: inout TokenReader) throws(CandidTextError) -> CandidType {
    var parser = TypeParser(allowsNames: false)
    return try parser.type(&reader)
  }

  /// Notes a definition; the reader is behind the name.
  mutating func define(
    _ name: String, as type: CandidType, at offset: Int, _ reader: TokenReader
  ) throws(CandidTextError) {
    let index = index(of: name, at: offset, reader)
    guard definitions[index] == nil else {
      throw reader.error(.duplicateType(name), at: offset)
    }
    definitions[index] = type
  }

  private mutating func index(of name: String, at offset: Int, _ reader: TokenReader) -> Int {
    if let index = indexes[name] { return index }
    indexes[name] = names.count
    names.append(name)
    definitions.append(nil)
    mentions.append((reader.source, offset))
    return names.count - 1
  }

  /// The table, when all is read; everything that a name stands for must be defined and of use.
  func table() throws(CandidTextError) -> TypeTable {
    var table = TypeTable(definitions: [], names: names)
    for (index, definition) in definitions.enumerated() {
      guard let definition else {
        let known = names.indices.filter { definitions[$0] != nil }.map { names[$0] }
        throw error(
          .unknownType(names[index], suggestion: Suggestion.best(for: names[index], among: known)),
          index)
      }
      table.definitions.append(definition)
    }
    for index in definitions.indices {
      var type = CandidType.reference(index)
      var steps = 0
      while case .reference(let next) = type {
        steps += 1
        guard steps <= definitions.count else { throw error(.endlessType(names[index]), index) }
        type = table.definitions[next]
      }
    }
    for method in namedMethods {
      guard case .function = table.resolve(method.type) else { throw method.error }
    }
    return table
  }

  private func error(_ kind: CandidTextError.Kind, _ index: Int) -> CandidTextError {
    CandidTextError(kind: kind, source: mentions[index].source, offset: mentions[index].offset)
  }

  mutating func type(_ reader: inout TokenReader) throws(CandidTextError) -> CandidType {
    let offset = reader.next.offset
    let word = try reader.identifier("a type")
    switch word {
    case "blob": return .blob
    case "opt": return .option(try nested(&reader))
    case "vec": return .vector(try nested(&reader))
    case "record": return .record(try fields(&reader, isRecord: true))
    case "variant": return .variant(try fields(&reader, isRecord: false))
    case "func": return .function(try function(&reader))
    case "service": return .service(try service(&reader))
    default:
      if let type = PrimitiveType(name: word) { return .primitive(type) }
      guard allowsNames else {
        throw reader.error(.unknownType(word, suggestion: nil), at: offset)
      }
      return .reference(index(of: word, at: offset, reader))
    }
  }

  /// The content of an option or a vector, which may be one itself, and so on.
  private mutating func nested(_ reader: inout TokenReader) throws(CandidTextError) -> CandidType {
    try reader.nested { (reader) throws(CandidTextError) in try type(&reader) }
  }

  private mutating func fields(
    _ reader: inout TokenReader, isRecord: Bool
  ) throws(CandidTextError) -> [CandidType.Field] {
    var nextID: UInt32? = 0
    let fields = try reader.list("{", separator: ";", "}") { (reader) throws(CandidTextError) in
      let offset = reader.next.offset
      let field = isRecord ? try recordField(&reader, nextID) : try tag(&reader)
      nextID = field.label.id == .max ? nil : field.label.id + 1
      return (field.label, offset, field)
    }
    return try reader.sorted(fields)
  }

  private mutating func recordField(
    _ reader: inout TokenReader, _ nextID: UInt32?
  ) throws(CandidTextError) -> CandidType.Field {
    if let label = try label(&reader) {
      return CandidType.Field(label, try type(&reader))
    }
    guard let nextID else { throw reader.error(.fieldOutOfRange) }
    return CandidType.Field(FieldLabel(id: nextID), try type(&reader))
  }

  private mutating func tag(_ reader: inout TokenReader) throws(CandidTextError) -> CandidType.Field
  {
    if let label = try label(&reader) { return CandidType.Field(label, try type(&reader)) }
    if case .number(let numeral) = reader.next.kind {
      return CandidType.Field(FieldLabel(id: try reader.fieldID(numeral)), .primitive(.null))
    }
    return CandidType.Field(FieldLabel(name: try reader.name("a tag")), .primitive(.null))
  }

  /// What is before a colon, or nil if none follows: then it is no label.
  private func label(_ reader: inout TokenReader) throws(CandidTextError) -> FieldLabel? {
    var ahead = reader
    let label: FieldLabel
    switch ahead.next.kind {
    case .number(let numeral): label = FieldLabel(id: try ahead.fieldID(numeral))
    case .identifier, .text: label = FieldLabel(name: try ahead.name("a field"))
    case .sign, .end: return nil
    }
    guard try ahead.skip(sign: ":") else { return nil }
    reader = ahead
    return label
  }

  private mutating func function(
    _ reader: inout TokenReader
  ) throws(CandidTextError) -> FunctionType {
    let arguments = try tuple(&reader)
    try reader.expect(sign: "->")
    let offset = reader.next.offset
    let results = try tuple(&reader)
    var annotations: Set<FunctionType.Annotation> = []
    while let annotation = FunctionType.Annotation.allCases.first(where: {
      reader.isWord($0.keyword)
    }) {
      try reader.advance()
      annotations.insert(annotation)
    }
    if annotations.contains(.oneway), !results.isEmpty {
      throw reader.error(.onewayWithResults, at: offset)
    }
    return FunctionType(arguments: arguments, results: results, annotations: annotations)
  }

  /// Types in parentheses; names before them are for readers only.
  mutating func tuple(_ reader: inout TokenReader) throws(CandidTextError) -> [CandidType] {
    try reader.list("(", separator: ",", ")") { (reader) throws(CandidTextError) in
      var ahead = reader
      if (try? ahead.name("")) != nil, try ahead.skip(sign: ":") { reader = ahead }
      return try type(&reader)
    }
  }

  mutating func service(
    _ reader: inout TokenReader
  ) throws(CandidTextError) -> [CandidType.Method] {
    var seen: Set<String> = []
    let methods = try reader.list("{", separator: ";", "}") { (reader) throws(CandidTextError) in
      let offset = reader.next.offset
      let name = try reader.name("a method")
      guard seen.insert(name).inserted else {
        throw reader.error(.duplicateMethod(name), at: offset)
      }
      try reader.expect(sign: ":")
      return CandidType.Method(name: name, type: try methodType(name, &reader))
    }
    return methods.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  private mutating func methodType(
    _ name: String, _ reader: inout TokenReader
  ) throws(CandidTextError) -> CandidType {
    if reader.isSign("(") { return .function(try function(&reader)) }
    let error = reader.error(.notFunction(name))
    let type = try type(&reader)
    namedMethods.append((name, type, error))
    return type
  }
}
