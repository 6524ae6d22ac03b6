/// Reads the reply of a benchmark: as much of Candid as such replies have.
///
/// ```
/// record { total : Measurement; scopes : vec record { text; Measurement } }
/// Measurement = record { calls, instructions, heap_increase, stable_memory_increase : nat64 }
/// ```
///
/// Fields that later versions may add are skipped if they are numbers or texts. Nothing here loops
/// or recurses more than the reply has bytes, whatever these are.
struct ReplyReader {
  private let bytes: [UInt8]
  private var offset = 0
  private var types: [TypeDefinition] = []

  /// A type, as a reference: an entry of the table, or a primitive type if negative.
  private typealias TypeReference = Int64

  private enum TypeDefinition {
    case record([(id: UInt64, type: TypeReference)])
    case vector(TypeReference)
  }

  private static let nat64: TypeReference = -8
  private static let text: TypeReference = -15
  private static let vector: TypeReference = -19
  private static let record: TypeReference = -20

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The one value that the reply consists of.
  static func result(of reply: [UInt8]) throws(ReplyError) -> BenchmarkResult {
    var reader = ReplyReader(reply)
    try reader.readTypes()
    guard try reader.readUnsigned() == 1 else { throw reader.unexpected("one value") }
    let type = try reader.readSigned()
    let result = try reader.readResult(type)
    guard reader.offset == reply.count else { throw reader.error(.trailingBytes) }
    return result
  }

  // MARK: Values

  private mutating func readResult(_ type: TypeReference) throws(ReplyError) -> BenchmarkResult {
    var total: Measurement?
    var scopes: [Name: Measurement] = [:]
    for field in try fields(of: type) {
      switch field.id {
      case Self.fieldID("total"): total = try readMeasurement(field.type)
      case Self.fieldID("scopes"): scopes = try readScopes(field.type)
      default: try skip(field.type)
      }
    }
    guard let total else { throw error(.missingField("total")) }
    return BenchmarkResult(total: total, scopes: scopes)
  }

  private mutating func readScopes(
    _ type: TypeReference
  ) throws(ReplyError) -> [Name: Measurement] {
    guard case .vector(let element)? = try definition(of: type) else {
      throw unexpected("a vec")
    }
    let fields = try fields(of: element)
    // Each element then takes a byte at least, so that the count can't be a lie.
    guard fields.first.map({ $0.id == 0 && $0.type == Self.text }) == true else {
      throw unexpected("a record that begins with a text")
    }
    var scopes: [Name: Measurement] = [:]
    for _ in 0..<(try readUnsigned()) {
      var name: Name?
      var measurement: Measurement?
      for field in fields {
        switch field.id {
        case 0: name = Name(try readText())
        case 1: measurement = try readMeasurement(field.type)
        default: try skip(field.type)
        }
      }
      guard let name, let measurement else { throw unexpected("a name and a measurement") }
      scopes[name] = measurement
    }
    return scopes
  }

  /// Of what canisters of old versions do not tell, there is nothing.
  private mutating func readMeasurement(_ type: TypeReference) throws(ReplyError) -> Measurement {
    var measurement = Measurement()
    for field in try fields(of: type) {
      guard let metric = Metric.allCases.first(where: { Self.fieldID($0.rawValue) == field.id })
      else {
        try skip(field.type)
        continue
      }
      guard field.type == Self.nat64 else { throw unexpected("a nat64") }
      measurement[metric] = try readNat64()
    }
    return measurement
  }

  private mutating func skip(_ type: TypeReference) throws(ReplyError) {
    switch type {
    case Self.nat64: _ = try readNat64()
    case Self.text: _ = try readText()
    default: throw unexpected("a nat64 or a text")
    }
  }

  // MARK: Types

  private mutating func readTypes() throws(ReplyError) {
    guard bytes.starts(with: "DIDL".utf8) else { throw error(.notCandid) }
    offset = 4
    for _ in 0..<(try readUnsigned()) {
      let code = try readSigned()
      switch code {
      case Self.vector: types.append(.vector(try readSigned()))
      case Self.record:
        var fields: [(id: UInt64, type: TypeReference)] = []
        for _ in 0..<(try readUnsigned()) {
          fields.append((id: try readUnsigned(), type: try readSigned()))
        }
        types.append(.record(fields))
      default: throw error(.unknownType(code))
      }
    }
  }

  /// Nil for a primitive type.
  private func definition(of type: TypeReference) throws(ReplyError) -> TypeDefinition? {
    if type < 0 { return nil }
    guard type < types.count else { throw error(.typeOutOfRange(type)) }
    return types[Int(type)]
  }

  private func fields(
    of type: TypeReference
  ) throws(ReplyError) -> [(id: UInt64, type: TypeReference)] {
    guard case .record(let fields)? = try definition(of: type) else {
      throw unexpected("a record")
    }
    return fields
  }

  /// The number that stands for a field's name (Candid specification, "Records").
  private static func fieldID(_ name: String) -> UInt64 {
    UInt64(name.utf8.reduce(UInt32(0)) { $0 &* 223 &+ UInt32($1) })
  }

  // MARK: Bytes

  private mutating func readByte() throws(ReplyError) -> UInt8 {
    guard offset < bytes.count else { throw error(.unexpectedEnd) }
    defer { offset += 1 }
    return bytes[offset]
  }

  private mutating func readNat64() throws(ReplyError) -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 8) { value |= UInt64(try readByte()) << shift }
    return value
  }

  private mutating func readText() throws(ReplyError) -> String {
    let size = try readUnsigned()
    guard size <= bytes.count - offset else { throw error(.unexpectedEnd) }
    let end = offset + Int(size)
    guard let text = String(validating: bytes[offset..<end], as: UTF8.self) else {
      throw error(.notText)
    }
    offset = end
    return text
  }

  /// LEB128.
  private mutating func readUnsigned() throws(ReplyError) -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 63, by: 7) {
      let byte = try readByte()
      value |= UInt64(byte & 0x7F) << shift
      if byte & 0x80 == 0 { return value }
    }
    throw error(.numberTooLarge)
  }

  /// Signed LEB128.
  private mutating func readSigned() throws(ReplyError) -> Int64 {
    var value: Int64 = 0
    for shift in stride(from: Int64(0), to: 63, by: 7) {
      let byte = try readByte()
      value |= Int64(byte & 0x7F) << shift
      if byte & 0x80 == 0 { return byte & 0x40 == 0 ? value : value | -1 << (shift + 7) }
    }
    throw error(.numberTooLarge)
  }

  private func error(_ kind: ReplyError.Kind) -> ReplyError {
    ReplyError(kind: kind, offset: offset)
  }

  private func unexpected(_ expected: String) -> ReplyError {
    error(.unexpectedType(expected: expected))
  }
}

extension BenchmarkResult {
  /// What the reply of a benchmark says.
  package init(reply: [UInt8]) throws(ReplyError) { self = try ReplyReader.result(of: reply) }
}
