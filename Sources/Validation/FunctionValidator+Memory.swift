import WebAssembly

// Memory instructions (Core Specification, "Memory Instructions").
extension FunctionValidator {
  mutating func validateLoad(
    _ type: ValueType, _ storage: LoadStorage, _ argument: MemoryArgument
  ) throws(ValidationError) {
    let address = try checkAccess(argument, sizeBytes: storage.sizeBytes(of: type))
    try operands.apply(address, result: type)
  }

  mutating func validateStore(
    _ type: ValueType, _ storage: StoreStorage, _ argument: MemoryArgument
  ) throws(ValidationError) {
    let address = try checkAccess(argument, sizeBytes: storage.sizeBytes(of: type))
    try operands.pop(type)
    try operands.pop(address)
  }

  mutating func validateMemoryGrow(_ memory: UInt32) throws(ValidationError) {
    let address = try spaces.memory(memory).addressType.valueType
    try operands.apply(address, result: address)
  }

  mutating func validateMemoryFill(_ memory: UInt32) throws(ValidationError) {
    let address = try spaces.memory(memory).addressType.valueType
    try operands.pop(address)
    try operands.pop(.i32)
    try operands.pop(address)
  }

  mutating func validateMemoryCopy(
    _ destination: UInt32, _ source: UInt32
  ) throws(ValidationError) {
    let to = try spaces.memory(destination).addressType
    let from = try spaces.memory(source).addressType
    try operands.pop(smaller(to, from))
    try operands.pop(from.valueType)
    try operands.pop(to.valueType)
  }

  mutating func validateMemoryInit(_ data: UInt32, _ memory: UInt32) throws(ValidationError) {
    let address = try spaces.memory(memory).addressType.valueType
    try spaces.checkData(data)
    try operands.pop(.i32)
    try operands.pop(.i32)
    try operands.pop(address)
  }

  /// Checks the static part of an access; returns the type of its address.
  func checkAccess(
    _ argument: MemoryArgument, sizeBytes: UInt64
  ) throws(ValidationError) -> ValueType {
    let memory = try spaces.memory(argument.memory)
    if argument.alignmentExponent >= 64 || UInt64(1) << argument.alignmentExponent > sizeBytes {
      throw ValidationError(.alignmentTooLarge)
    }
    if memory.addressType == .i32 && argument.offset > UInt64(UInt32.max) {
      throw ValidationError(.offsetOutOfRange)
    }
    return memory.addressType.valueType
  }
}
