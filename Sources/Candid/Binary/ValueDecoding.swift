/// Reads the values of a message (Candid Specification, "Memory").
struct ValueDecoding {
  private(set) var reader: MessageReader
  private let table: TypeTable
  /// How many values may still come: some take no bytes, and then few bytes announce billions.
  private var valuesLeft: Int

  init(reader: MessageReader, table: TypeTable, sizeBytes: Int) {
    self.reader = reader
    self.table = table
    valuesLeft = CandidLimits.freeValueCount + CandidLimits.valuesPerByte * sizeBytes
  }

  mutating func value(
    of type: CandidType, depth: Int
  ) throws(CandidDecodingError) -> CandidValue {
    guard depth <= CandidLimits.maximumDepth else { throw reader.error(.tooDeep) }
    valuesLeft -= 1
    guard valuesLeft >= 0 else { throw reader.error(.tooManyValues) }
    switch table.resolve(type) {
    case .primitive(let type): return try primitive(type)
    case .option(let content): return try option(content, depth: depth)
    case .vector(let element): return try vector(element, depth: depth)
    case .record(let fields):
      var values: [CandidValue.Field] = []
      for field in fields {
        values.append(CandidValue.Field(field.label, try value(of: field.type, depth: depth + 1)))
      }
      return .record(values)
    case .variant(let tags):
      let index = try reader.unsigned()
      guard index < tags.count else {
        throw reader.error(.tagOutOfRange(index, count: tags.count))
      }
      let tag = tags[Int(index)]
      return .variant(CandidValue.Field(tag.label, try value(of: tag.type, depth: depth + 1)))
    case .function:
      try expectReference()
      return .function(try principal(), method: try reader.text())
    case .service: return .service(try principal())
    case .future:
      let size = try reader.unsigned()
      guard try reader.unsigned() == 0, size <= reader.remaining else {
        throw reader.error(.unexpectedEnd)
      }
      _ = try reader.bytes(Int(size))
      return .reserved
    case .reference: preconditionFailure("resolved types are no references")
    }
  }

  private mutating func option(
    _ content: CandidType, depth: Int
  ) throws(CandidDecodingError) -> CandidValue {
    switch try reader.byte() {
    case 0: return CandidValue.none
    case 1: return .option(try value(of: content, depth: depth + 1))
    case let tag: throw reader.error(.malformedOption(tag))
    }
  }

  private mutating func vector(
    _ element: CandidType, depth: Int
  ) throws(CandidDecodingError) -> CandidValue {
    if table.resolve(element) == .primitive(.nat8) { return .blob(try reader.blob()) }
    let count = try reader.unsigned()
    guard count <= UInt64(valuesLeft) else { throw reader.error(.tooManyValues) }
    var elements: [CandidValue] = []
    for _ in 0..<count { elements.append(try value(of: element, depth: depth + 1)) }
    return .vector(elements)
  }

  private mutating func primitive(
    _ type: PrimitiveType
  ) throws(CandidDecodingError) -> CandidValue {
    switch type {
    case .null: return .null
    case .reserved: return .reserved
    case .empty: throw reader.error(.emptyHasNoValue)
    case .bool:
      let byte = try reader.byte()
      guard byte <= 1 else { throw reader.error(.malformedBool(byte)) }
      return .bool(byte == 1)
    case .nat: return .nat(try reader.number(isSigned: false))
    case .int: return .int(try reader.number(isSigned: true))
    case .nat8: return .nat8(try reader.byte())
    case .nat16: return .nat16(try reader.littleEndian(as: UInt16.self))
    case .nat32: return .nat32(try reader.littleEndian(as: UInt32.self))
    case .nat64: return .nat64(try reader.littleEndian(as: UInt64.self))
    case .int8: return .int8(Int8(bitPattern: try reader.byte()))
    case .int16: return .int16(try reader.littleEndian(as: Int16.self))
    case .int32: return .int32(try reader.littleEndian(as: Int32.self))
    case .int64: return .int64(try reader.littleEndian(as: Int64.self))
    case .float32: return .float32(Float(bitPattern: try reader.littleEndian(as: UInt32.self)))
    case .float64: return .float64(Double(bitPattern: try reader.littleEndian(as: UInt64.self)))
    case .text: return .text(try reader.text())
    case .principal: return .principal(try principal())
    }
  }

  private mutating func expectReference() throws(CandidDecodingError) {
    let tag = try reader.byte()
    guard tag == 1 else { throw reader.error(.malformedReference(tag)) }
  }

  private mutating func principal() throws(CandidDecodingError) -> Principal {
    try expectReference()
    let bytes = try reader.blob()
    guard let principal = Principal(bytes: bytes) else {
      throw reader.error(.principalTooLong(count: bytes.count))
    }
    return principal
  }
}
