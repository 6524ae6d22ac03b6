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
    try resolveNames(in: &table)
    for method in namedMethods {
      guard case .function = table.resolve(method.type) else { throw method.error }
    }
    return table
  }

  /// Makes definitions that are only other names what these are: no chain of them has to be
  /// followed again.
  private func resolveNames(in table: inout TypeTable) throws(CandidTextError) {
    for start in definitions.indices {
      var chain: [Int] = []
      var type = table.definitions[start]
      while case .reference(let next) = type {
        chain.append(next)
        guard chain.count <= definitions.count else {
          throw error(.endlessType(names[start]), start)
        }
        type = table.definitions[next]
      }
      // Each name is on one chain only: those behind it begin at what they were made.
      for index in chain + [start] { table.definitions[index] = type }
    }
  }

  private func error(_ kind: CandidTextError.Kind, _ index: Int) -> CandidTextError {
    CandidTextError(kind: kind, source: mentions[index].source, offset: mentions[index].offset)
  }

  mutating func type(_ reader: inout TokenReader) throws(CandidTextError) -> CandidType {
    guard case .identifier(let word) = reader.next.kind, Self.constructors.contains(word) else {
      return try simpleType(&reader)
    }
    try reader.enter()
    try reader.advance()
    let type: CandidType =
      switch word {
      case "opt": .option(try type(&reader))
      case "vec": .vector(try type(&reader))
      case "record": .record(try fields(&reader, isRecord: true))
      case "variant": .variant(try fields(&reader, isRecord: false))
      case "func": .function(try function(&reader))
      default: .service(try nestedService(&reader))
      }
    reader.leave()
    return type
  }

  /// The types of its methods nest, too, without a word of their own.
  private mutating func nestedService(
    _ reader: inout TokenReader
  ) throws(CandidTextError) -> [CandidType.Method] {
    try reader.enter()
    let methods = try service(&reader)
    reader.leave()
    return methods
  }

  private static let constructors: Set<String> = [
    "opt", "vec", "record", "variant", "func", "service",
  ]

  private mutating func simpleType(
    _ reader: inout TokenReader
  ) throws(CandidTextError) -> CandidType {
    if reader.isWord("blob") {
      try reader.advance()
      return .blob
    }
    if case .identifier(let word) = reader.next.kind, let type = PrimitiveType(name: word) {
      try reader.advance()
      return .primitive(type)
    }
    let offset = reader.next.offset
    let name = try reader.identifier("a type")
    guard allowsNames else {
      throw reader.error(.unknownType(name, suggestion: nil), at: offset)
    }
    return .reference(index(of: name, at: offset, reader))
  }

  /// A type that was given a name, where nothing else may stand.
  mutating func name(
    _ reader: inout TokenReader, _ expected: String
  ) throws(CandidTextError) -> CandidType {
    let offset = reader.next.offset
    let name = try reader.identifier(expected)
    return PrimitiveType(name: name).map { .primitive($0) }
      ?? .reference(index(of: name, at: offset, reader))
  }

  private mutating func fields(
    _ reader: inout TokenReader, isRecord: Bool
  ) throws(CandidTextError) -> [CandidType.Field] {
    try reader.expect(sign: "{")
    var nextID: UInt32? = 0
    var fields: [(label: FieldLabel, offset: Int, field: CandidType.Field)] = []
    while try reader.isAtItem(isFirst: fields.isEmpty, separator: ";", "}") {
      let offset = reader.next.offset
      let field = isRecord ? try recordField(&reader, nextID) : try tag(&reader)
      nextID = field.label.id == .max ? nil : field.label.id + 1
      fields.append((field.label, offset, field))
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
    case .identifier, .text:
      do {
        label = FieldLabel(name: try ahead.name("a field"))
      } catch {
        // Types begin with keywords, but no colon follows these.
        try ahead.advance()
        guard !ahead.isSign(":") else { throw error }
        return nil
      }
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
    let mode = Self.mode(reader)
    if mode != nil { try reader.advance() }
    if let mode, let second = Self.mode(reader) {
      throw reader.error(.secondMode(second.keyword, first: mode.keyword))
    }
    if mode == .oneway, !results.isEmpty {
      throw reader.error(.onewayWithResults, at: offset)
    }
    return FunctionType(
      arguments: arguments, results: results, annotations: mode.map { [$0] } ?? [])
  }

  private static func mode(_ reader: TokenReader) -> FunctionType.Annotation? {
    FunctionType.Annotation.allCases.first { reader.isWord($0.keyword) }
  }

  /// Types in parentheses; names before them are for readers only, but must differ.
  mutating func tuple(_ reader: inout TokenReader) throws(CandidTextError) -> [CandidType] {
    try reader.expect(sign: "(")
    var seen: Set<[UInt8]> = []
    var types: [CandidType] = []
    while try reader.isAtItem(isFirst: types.isEmpty, separator: ",", ")") {
      try skipArgumentName(&reader, &seen)
      types.append(try type(&reader))
    }
    return types
  }

  private func skipArgumentName(
    _ reader: inout TokenReader, _ seen: inout Set<[UInt8]>
  ) throws(CandidTextError) {
    var ahead = reader
    guard let name = try? ahead.name(""), try ahead.skip(sign: ":") else { return }
    guard seen.insert(Array(name.utf8)).inserted else {
      throw reader.error(.duplicateArgument(name))
    }
    reader = ahead
  }

  mutating func service(
    _ reader: inout TokenReader
  ) throws(CandidTextError) -> [CandidType.Method] {
    try reader.expect(sign: "{")
    var seen: Set<[UInt8]> = []
    var methods: [CandidType.Method] = []
    while try reader.isAtItem(isFirst: methods.isEmpty, separator: ";", "}") {
      let offset = reader.next.offset
      let name = try reader.name("a method")
      guard seen.insert(Array(name.utf8)).inserted else {
        throw reader.error(.duplicateMethod(name), at: offset)
      }
      try reader.expect(sign: ":")
      methods.append(CandidType.Method(name: name, type: try methodType(name, &reader)))
    }
    return methods.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  private mutating func methodType(
    _ name: String, _ reader: inout TokenReader
  ) throws(CandidTextError) -> CandidType {
    if reader.isSign("(") { return .function(try function(&reader)) }
    let error = reader.error(.notFunction(name))
    let type = try self.name(&reader, "the type of a method")
    namedMethods.append((name, type, error))
    return type
  }
}
