// Types (Core Specification, "Binary Format: Types").
extension Decoding {
  mutating func functionType() throws(DecodingError) -> FunctionType {
    let form = try reader.byte()
    switch form {
    case 0x60: break
    case 0x4E, 0x4F, 0x50, 0x5E, 0x5F:
      throw DecodingError(.unsupported("garbage collection (types)"), at: reader.position - 1)
    default: throw DecodingError(.malformedFunctionType(form), at: reader.position - 1)
    }
    let parameters = try vector { d throws(DecodingError) in try d.valueType() }
    let resultsStart = reader.position
    let results = try vector { d throws(DecodingError) in try d.valueType() }
    if results.count > 1 && !features.contains(.multiValue) {
      throw DecodingError(.unsupported("multi-value (several results)"), at: resultsStart)
    }
    return FunctionType(parameters: parameters, results: results)
  }

  mutating func valueType() throws(DecodingError) -> ValueType {
    let code = try reader.byte()
    let start = reader.position - 1
    guard let type = ValueType(rawValue: code) else {
      if let name = Self.unsupportedType(code) { throw DecodingError(.unsupported(name), at: start) }
      throw DecodingError(.malformedValueType(code), at: start)
    }
    if type == .v128 && !features.contains(.simd) {
      throw DecodingError(.unsupported("SIMD (v128)"), at: start)
    }
    if type.isReference && !features.contains(.referenceTypes) {
      throw DecodingError(.unsupported("reference types (\(type))"), at: start)
    }
    return type
  }

  mutating func referenceType() throws(DecodingError) -> ValueType {
    let code = try reader.byte()
    let start = reader.position - 1
    guard let type = ValueType(rawValue: code), type.isReference else {
      if let name = Self.unsupportedType(code) { throw DecodingError(.unsupported(name), at: start) }
      throw DecodingError(.malformedReferenceType(code), at: start)
    }
    return type
  }

  /// The extension that a type's code belongs to, of those that are refused.
  private static func unsupportedType(_ code: UInt8) -> String? {
    switch code {
    case 0x63, 0x64: "typed function references (types)"
    case 0x69, 0x74: "exceptions (exnref)"
    case 0x6A...0x6E, 0x71...0x73: "garbage collection (types)"
    default: nil
    }
  }

  mutating func limits(allowsShared: Bool) throws(DecodingError) -> (Limits, AddressType) {
    let flags = try reader.byte()
    let start = reader.position - 1
    if allowsShared && flags <= 0x07 && flags & 0x02 != 0 {
      throw DecodingError(.unsupported("threads (shared memory)"), at: start)
    }
    if allowsShared && flags & 0x08 != 0 && flags <= 0x0F {
      throw DecodingError(.unsupported("custom page sizes"), at: start)
    }
    guard flags & ~0x05 == 0 else { throw DecodingError(.malformedLimitsFlags(flags), at: start) }
    let addressType: AddressType = flags & 0x04 == 0 ? .i32 : .i64
    if addressType == .i64 && !features.contains(.memory64) {
      throw DecodingError(.unsupported("memory64 (64-bit addresses)"), at: start)
    }
    func bound(_ reader: inout ByteReader) throws(DecodingError) -> UInt64 {
      addressType == .i64 ? try reader.u64() : UInt64(try reader.u32())
    }
    let minimum = try bound(&reader)
    let maximum = flags & 0x01 != 0 ? try bound(&reader) : nil
    return (Limits(minimum: minimum, maximum: maximum), addressType)
  }

  mutating func memoryType() throws(DecodingError) -> MemoryType {
    let (limits, addressType) = try limits(allowsShared: true)
    return MemoryType(limits: limits, addressType: addressType)
  }

  mutating func tableType() throws(DecodingError) -> TableType {
    let elementType = try referenceType()
    let (limits, addressType) = try limits(allowsShared: false)
    return TableType(elementType: elementType, limits: limits, addressType: addressType)
  }

  mutating func globalType() throws(DecodingError) -> GlobalType {
    let valueType = try valueType()
    let mutability = try reader.byte()
    guard mutability <= 1 else {
      throw DecodingError(.malformedMutability(mutability), at: reader.position - 1)
    }
    return GlobalType(valueType: valueType, isMutable: mutability == 1)
  }

  mutating func blockType() throws(DecodingError) -> BlockType {
    guard reader.position < reader.end else { throw reader.error(.unexpectedEnd) }
    let first = reader.bytes[reader.position]
    if first == 0x40 {
      reader.position += 1
      return .empty
    }
    // A negative number of one byte is a value type, anything else a type index.
    if first & 0xC0 == 0x40 { return .value(try valueType()) }
    let start = reader.position
    let index = try reader.s33()
    guard index >= 0 else { throw DecodingError(.malformedValueType(first), at: start) }
    if !features.contains(.multiValue) {
      throw DecodingError(.unsupported("multi-value (block types)"), at: start)
    }
    return .function(UInt32(truncatingIfNeeded: index))
  }
}
