import WebAssembly

// Memory instructions (Core Specification, "Memory Instructions").
extension FunctionValidator {
  mutating func validateLoad(
    _ type: ValueType, _ storage: LoadStorage, _ argument: MemoryArgument
  ) throws(ValidationError) {
    let address = try checkAccess(argument, sizeBytes: storage.sizeBytes(of: type))
    try operands.apply(address, result: OperandType(type))
  }

  mutating func validateStore(
    _ type: ValueType, _ storage: StoreStorage, _ argument: MemoryArgument
  ) throws(ValidationError) {
    let address = try checkAccess(argument, sizeBytes: storage.sizeBytes(of: type))
    try operands.pop(OperandType(type))
    try operands.pop(address)
  }

  mutating func validateMemoryGrow(_ memory: UInt32) throws(ValidationError) {
    let address = try spaces.addressType(ofMemory: memory)
    try operands.apply(address, result: address)
  }

  mutating func validateMemoryFill(_ memory: UInt32) throws(ValidationError) {
    let address = try spaces.addressType(ofMemory: memory)
    try operands.pop(address)
    try operands.pop(.i32)
    try operands.pop(address)
  }

  mutating func validateMemoryCopy(
    _ destination: UInt32, _ source: UInt32
  ) throws(ValidationError) {
    let to = try spaces.addressType(ofMemory: destination)
    let from = try spaces.addressType(ofMemory: source)
    try operands.pop(smaller(to, from))
    try operands.pop(from)
    try operands.pop(to)
  }

  mutating func validateMemoryInit(_ data: UInt32, _ memory: UInt32) throws(ValidationError) {
    let address = try spaces.addressType(ofMemory: memory)
    try spaces.checkData(data)
    try operands.pop(.i32)
    try operands.pop(.i32)
    try operands.pop(address)
  }

  /// Checks the static part of an access; returns the type of its address.
  @inline(__always)
  func checkAccess(
    _ argument: MemoryArgument, sizeBytes: UInt64
  ) throws(ValidationError) -> OperandType {
    let address = try spaces.addressType(ofMemory: argument.memory)
    // Sizes are powers of two.
    if Int(argument.alignmentExponent) > sizeBytes.trailingZeroBitCount {
      throw ValidationError(.alignmentTooLarge)
    }
    if argument.offset > UInt64(UInt32.max) && address == .i32 {
      throw ValidationError(.offsetOutOfRange)
    }
    return address
  }

  /// The type of a length between two address spaces: it must fit both.
  func smaller(_ first: OperandType, _ second: OperandType) -> OperandType {
    first == .i64 && second == .i64 ? .i64 : .i32
  }
}
