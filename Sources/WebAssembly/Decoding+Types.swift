// Types (Core Specification, "Binary Format: Types").
extension Decoding {
  mutating func functionType() throws(DecodingError) -> FunctionType {
    let start = reader.position
    let form = try reader.byte()
    switch form {
    case 0x60: break
    // The form is a number of seven bits.
    case 0x80...: throw DecodingError(.integerTooLong, at: start)
    case 0x4E, 0x4F, 0x50, 0x5E, 0x5F:
      throw DecodingError(.refused(.type(code: form), .garbageCollection), at: start)
    case 0x5D: throw DecodingError(.refused(.type(code: form), .stackSwitching), at: start)
    default: throw DecodingError(.malformedFunctionType(form), at: start)
    }
    let parameters = try vector { d throws(DecodingError) in try d.valueType() }
    let resultsStart = reader.position
    let results = try vector { d throws(DecodingError) in try d.valueType() }
    if results.count > 1 && !features.contains(.multiValue) {
      throw DecodingError(.disallowed(.severalResults, .multiValue), at: resultsStart)
    }
    return FunctionType(parameters: parameters, results: results)
  }

  mutating func valueType() throws(DecodingError) -> ValueType {
    let start = reader.position
    let code = try reader.byte()
    guard let type = ValueType(rawValue: code) else {
      throw DecodingError(Self.refusal(ofType: code) ?? .malformedValueType(code), at: start)
    }
    if type == .v128 && !features.contains(.simd) {
      throw DecodingError(.disallowed(.valueType(type), .simd), at: start)
    }
    if type.isReference && !features.contains(.referenceTypes) {
      throw DecodingError(.disallowed(.valueType(type), .referenceTypes), at: start)
    }
    return type
  }

  mutating func referenceType() throws(DecodingError) -> ValueType {
    let start = reader.position
    let code = try reader.byte()
    guard let type = ValueType(rawValue: code), type.isReference else {
      throw DecodingError(Self.refusal(ofType: code) ?? .malformedReferenceType(code), at: start)
    }
    return type
  }

  /// Why a type may not be used, of those that are known but not here.
  private static func refusal(ofType code: UInt8) -> DecodingError.Kind? {
    switch code {
    case 0x68, 0x75: .refused(.type(code: code), .stackSwitching)
    case 0x63, 0x64: .refused(.type(code: code), .typedFunctionReferences)
    case 0x69, 0x74: .refused(.type(code: code), .exceptionHandling)
    case 0x6A...0x6E, 0x71...0x73: .refused(.type(code: code), .garbageCollection)
    default: nil
    }
  }

  /// Limits: bit 0 of the flags says that there is a maximum, bit 1 that threads share the thing,
  /// bit 2 that its addresses have 64 bits, and bit 3, for memories, that pages have another size.
  private mutating func limits(
    ofMemory isMemory: Bool
  ) throws(DecodingError) -> (Limits, AddressType) {
    let start = reader.position
    let flags = try reader.byte()
    if flags > (isMemory ? 0x0F : 0x07) {
      throw DecodingError(.malformedLimitsFlags(flags), at: start)
    }
    if flags & 0x02 != 0 {
      throw DecodingError(.refused(isMemory ? .sharedMemory : .sharedTable, .threads), at: start)
    }
    if flags & 0x08 != 0 { throw DecodingError(.refused(.pageSize, .customPageSizes), at: start) }
    let addressType: AddressType = flags & 0x04 == 0 ? .i32 : .i64
    if addressType == .i64 && !features.contains(.memory64) {
      throw DecodingError(.disallowed(.address64, .memory64), at: start)
    }
    let minimum = try bound()
    let maximum = flags & 0x01 != 0 ? try bound() : nil
    return (Limits(minimum: minimum, maximum: maximum), addressType)
  }

  /// A bound has 64 bits even where addresses have 32: validation says that it is too large.
  private mutating func bound() throws(DecodingError) -> UInt64 {
    features.contains(.memory64) ? try reader.u64() : UInt64(try reader.u32())
  }

  mutating func memoryType() throws(DecodingError) -> MemoryType {
    let (limits, addressType) = try limits(ofMemory: true)
    return MemoryType(limits: limits, addressType: addressType)
  }

  mutating func tableType() throws(DecodingError) -> TableType {
    let elementType = try referenceType()
    let (limits, addressType) = try limits(ofMemory: false)
    return TableType(elementType: elementType, limits: limits, addressType: addressType)
  }

  mutating func globalType() throws(DecodingError) -> GlobalType {
    let valueType = try valueType()
    let start = reader.position
    let mutability = try reader.byte()
    guard mutability <= 1 else { throw DecodingError(.malformedMutability(mutability), at: start) }
    return GlobalType(valueType: valueType, isMutable: mutability == 1)
  }

  /// A type index as a positive number, or a value type as a negative one of one byte.
  mutating func blockType() throws(DecodingError) -> BlockType {
    let start = reader.position
    let first = try reader.byte()
    if first == 0x40 { return .empty }
    reader.position = start
    if first & 0xC0 == 0x40 { return .value(try valueType()) }
    let index = try reader.s33()
    guard index >= 0 else { throw DecodingError(.malformedValueType(first), at: start) }
    if !features.contains(.multiValue) {
      throw DecodingError(.disallowed(.typeIndexOfBlock, .multiValue), at: start)
    }
    return .function(UInt32(truncatingIfNeeded: index))
  }
}
