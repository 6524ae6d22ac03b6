/// Reads the table of types at the start of a message (Candid Specification, "Types").
struct TypeTableDecoding {
  private var typeCount = 0
  private var methods: [(name: String, index: Int, offset: Int)] = []

  /// The table; all references in it can be followed.
  static func read(
    from reader: inout MessageReader
  ) throws(CandidDecodingError) -> TypeTable {
    var decoding = TypeTableDecoding()
    return try decoding.table(&reader)
  }

  private mutating func table(
    _ reader: inout MessageReader
  ) throws(CandidDecodingError) -> TypeTable {
    let count = try reader.unsigned()
    guard count <= CandidLimits.maximumTypeCount else {
      throw reader.error(.tooManyTypes(count: count))
    }
    typeCount = Int(count)
    var definitions: [CandidType] = []
    for _ in 0..<typeCount { definitions.append(try entry(&reader)) }
    for method in methods {
      guard case .function = definitions[method.index] else {
        throw CandidDecodingError(.methodNotFunction(method.name), at: method.offset)
      }
    }
    return TypeTable(definitions: definitions)
  }

  private mutating func entry(
    _ reader: inout MessageReader
  ) throws(CandidDecodingError) -> CandidType {
    let start = reader.position
    let opcode = try reader.signed()
    switch opcode {
    case -18: return .option(try reference(&reader))
    case -19: return .vector(try reference(&reader))
    case -20: return .record(try fields(&reader))
    case -21: return .variant(try fields(&reader))
    case -22: return .function(try function(&reader))
    case -23: return .service(try service(&reader))
    case ..<(-24):
      _ = try reader.blob()
      return .future
    default: throw CandidDecodingError(.notComposite(opcode), at: start)
    }
  }

  /// A type by its code or its number in the table, which may come later.
  func reference(_ reader: inout MessageReader) throws(CandidDecodingError) -> CandidType {
    let start = reader.position
    let code = try reader.signed()
    if code >= 0 {
      guard code < typeCount else {
        throw CandidDecodingError(.typeIndexOutOfRange(code), at: start)
      }
      return .reference(Int(code))
    }
    guard let type = PrimitiveType(rawValue: code) else {
      throw CandidDecodingError(.unknownType(code), at: start)
    }
    return .primitive(type)
  }

  /// The types of the arguments, behind the table.
  static func references(
    from reader: inout MessageReader, in table: TypeTable
  ) throws(CandidDecodingError) -> [CandidType] {
    var decoding = TypeTableDecoding()
    decoding.typeCount = table.definitions.count
    return try decoding.references(&reader)
  }

  private func references(
    _ reader: inout MessageReader
  ) throws(CandidDecodingError) -> [CandidType] {
    let count = try reader.unsigned()
    var types: [CandidType] = []
    // Each takes a byte at least, so a false count ends with the message.
    for _ in 0..<min(count, UInt64(reader.remaining) + 1) {
      types.append(try reference(&reader))
    }
    return types
  }

  private func fields(
    _ reader: inout MessageReader
  ) throws(CandidDecodingError) -> [CandidType.Field] {
    var fields: [CandidType.Field] = []
    for _ in 0..<min(try reader.unsigned(), UInt64(reader.remaining) + 1) {
      let start = reader.position
      let number = try reader.unsigned()
      guard let id = UInt32(exactly: number), fields.last.map({ $0.label.id < id }) != false else {
        throw CandidDecodingError(.fieldsNotSorted(number), at: start)
      }
      fields.append(CandidType.Field(FieldLabel(id: id), try reference(&reader)))
    }
    return fields
  }

  private func function(
    _ reader: inout MessageReader
  ) throws(CandidDecodingError) -> FunctionType {
    let arguments = try references(&reader)
    let results = try references(&reader)
    var annotations: Set<FunctionType.Annotation> = []
    for _ in 0..<min(try reader.unsigned(), UInt64(reader.remaining) + 1) {
      let byte = try reader.byte()
      guard let annotation = FunctionType.Annotation(rawValue: byte) else {
        throw reader.error(.unknownAnnotation(byte))
      }
      annotations.insert(annotation)
    }
    return FunctionType(arguments: arguments, results: results, annotations: annotations)
  }

  private mutating func service(
    _ reader: inout MessageReader
  ) throws(CandidDecodingError) -> [CandidType.Method] {
    var found: [CandidType.Method] = []
    for _ in 0..<min(try reader.unsigned(), UInt64(reader.remaining) + 1) {
      let start = reader.position
      let name = try reader.text()
      if let last = found.last, !last.name.utf8.lexicographicallyPrecedes(name.utf8) {
        throw CandidDecodingError(.methodsNotSorted(name), at: start)
      }
      let type = try reference(&reader)
      guard case .reference(let index) = type else {
        throw CandidDecodingError(.methodNotFunction(name), at: start)
      }
      methods.append((name, index, start))
      found.append(CandidType.Method(name: name, type: type))
    }
    return found
  }
}
