import WebAssembly

// Vector instructions (Core Specification, "Vector Instructions").
extension FunctionValidator {
  mutating func validateVector(_ instruction: VectorInstruction) throws(ValidationError) {
    switch instruction {
    case .const: try operands.push(.v128)
    case .load(let storage, let argument): try validateLoad(storage, argument)
    case .store(let argument): try validateStore(.v128, .full, argument)
    case .loadLane(let width, let argument, let lane):
      try popLaneAccess(width, argument, lane)
      try operands.push(.v128)
    case .storeLane(let width, let argument, let lane): try popLaneAccess(width, argument, lane)
    case .shuffle(let lanes): try validateShuffle(lanes)
    case .swizzle: try operands.apply(.v128, count: 2, result: .v128)
    case .splat(let shape): try operands.apply(OperandType(shape.laneType), result: .v128)
    case .extractLane(let extraction, let lane):
      try checkLane(lane, count: extraction.shape.laneCount)
      try operands.apply(.v128, result: OperandType(extraction.shape.laneType))
    case .replaceLane(let shape, let lane):
      try checkLane(lane, count: shape.laneCount)
      try operands.pop(OperandType(shape.laneType))
      try operands.apply(.v128, result: .v128)
    case .not: try operands.apply(.v128, result: .v128)
    case .bitwiseBinary: try operands.apply(.v128, count: 2, result: .v128)
    case .bitSelect: try operands.apply(.v128, count: 3, result: .v128)
    case .anyTrue: try operands.apply(.v128, result: .i32)
    case .integerUnary: try operands.apply(.v128, result: .v128)
    case .integerBinary: try operands.apply(.v128, count: 2, result: .v128)
    case .integerCompare: try operands.apply(.v128, count: 2, result: .v128)
    case .shift:
      try operands.pop(.i32)
      try operands.apply(.v128, result: .v128)
    case .allTrue: try operands.apply(.v128, result: .i32)
    case .bitmask: try operands.apply(.v128, result: .i32)
    case .laneSelect: try operands.apply(.v128, count: 3, result: .v128)
    case .narrow: try operands.apply(.v128, count: 2, result: .v128)
    case .extend: try operands.apply(.v128, result: .v128)
    case .extendedMultiply: try operands.apply(.v128, count: 2, result: .v128)
    case .extendedAddPairwise: try operands.apply(.v128, result: .v128)
    case .dot: try operands.apply(.v128, count: 2, result: .v128)
    case .relaxedDotAdd: try operands.apply(.v128, count: 3, result: .v128)
    case .floatUnary: try operands.apply(.v128, result: .v128)
    case .floatBinary: try operands.apply(.v128, count: 2, result: .v128)
    case .floatTernary: try operands.apply(.v128, count: 3, result: .v128)
    case .floatCompare: try operands.apply(.v128, count: 2, result: .v128)
    case .convert: try operands.apply(.v128, result: .v128)
    }
  }

  private mutating func validateLoad(
    _ storage: VectorLoadStorage, _ argument: MemoryArgument
  ) throws(ValidationError) {
    let address = try checkAccess(argument, sizeBytes: storage.sizeBytes)
    try operands.apply(address, result: .v128)
  }

  /// The operands of both kinds of access to one lane.
  private mutating func popLaneAccess(
    _ width: LaneWidth, _ argument: MemoryArgument, _ lane: UInt8
  ) throws(ValidationError) {
    let address = try checkAccess(argument, sizeBytes: width.sizeBytes)
    try checkLane(lane, count: width.laneCount)
    try operands.pop(.v128)
    try operands.pop(address)
  }

  private mutating func validateShuffle(_ lanes: V128) throws(ValidationError) {
    for lane in 0..<16 { try checkLane(lanes[byte: lane], count: 32) }
    try operands.apply(.v128, count: 2, result: .v128)
  }

  private func checkLane(_ lane: UInt8, count: Int) throws(ValidationError) {
    if Int(lane) >= count { throw ValidationError(.invalidLaneIndex(lane)) }
  }
}
