import CanisterRuntime
import WebAssembly

// Vector instructions: operands come from the stack, meaning from `VectorNumerics`.
extension Execution {
  mutating func runVector(_ instruction: VectorInstruction) throws(Trap) {
    switch instruction {
    case .const(let value): push(value)
    case .load(let storage, let argument): try loadVector(storage, argument)
    case .store(let argument): try storeVector(argument)
    case .loadLane(let width, let argument, let lane): try loadLane(width, argument, Int(lane))
    case .storeLane(let width, let argument, let lane): try storeLane(width, argument, Int(lane))
    case .shuffle(let lanes): binary { VectorNumerics.shuffle($0, $1, lanes) }
    case .swizzle: binary { VectorNumerics.swizzle($0, $1) }
    case .splat(let shape): unary { VectorNumerics.splat(shape, $0.low) }
    case .extractLane(let extraction, let lane):
      unary { Slot(VectorNumerics.extract(extraction, Int(lane), of: $0)) }
    case .replaceLane(let shape, let lane):
      binary { VectorNumerics.replace(shape, Int(lane), of: $0, with: $1.low) }
    case .not: unary { V128(low: ~$0.low, high: ~$0.high) }
    case .bitwiseBinary(let operation): binary { VectorNumerics.bitwise(operation, $0, $1) }
    case .bitSelect: ternary { VectorNumerics.bitSelect($0, $1, mask: $2) }
    case .anyTrue: unary { Slot(VectorNumerics.anyTrue($0)) }
    case .integerUnary(let shape, let operation):
      unary { VectorNumerics.unary(shape, operation, $0) }
    case .integerBinary(let shape, let operation):
      binary { VectorNumerics.binary(shape, operation, $0, $1) }
    case .integerCompare(let shape, let operation):
      binary { VectorNumerics.compare(shape, operation, $0, $1) }
    case .shift(let shape, let operation):
      binary { VectorNumerics.shift(shape, operation, $0, by: $1.i32) }
    case .allTrue(let shape): unary { Slot(VectorNumerics.allTrue(shape, $0)) }
    case .bitmask(let shape): unary { Slot(UInt64(VectorNumerics.bitmask(shape, $0))) }
    case .laneSelect: ternary { VectorNumerics.bitSelect($0, $1, mask: $2) }
    case .narrow(let shape, let isSigned):
      binary { VectorNumerics.narrow(to: shape, isSigned: isSigned, $0, $1) }
    case .extend(let shape, let half, let isSigned):
      unary { VectorNumerics.extend(to: shape, half, isSigned: isSigned, $0) }
    case .extendedMultiply(let shape, let half, let isSigned):
      binary { VectorNumerics.extendedMultiply(to: shape, half, isSigned: isSigned, $0, $1) }
    case .extendedAddPairwise(let shape, let isSigned):
      unary { VectorNumerics.extendedAddPairwise(to: shape, isSigned: isSigned, $0) }
    case .dot(let operation): binary { VectorNumerics.dot(operation, $0, $1) }
    case .relaxedDotAdd: ternary { VectorNumerics.dotAdd($0, $1, $2) }
    case .floatUnary(let shape, let operation):
      unary { VectorNumerics.unary(shape, operation, $0) }
    case .floatBinary(let shape, let operation):
      binary { VectorNumerics.binary(shape, operation, $0, $1) }
    case .floatTernary(let shape, let operation):
      ternary { VectorNumerics.ternary(shape, operation, $0, $1, $2) }
    case .floatCompare(let shape, let operation):
      binary { VectorNumerics.compare(shape, operation, $0, $1) }
    case .convert(let operation): unary { VectorNumerics.convert(operation, $0) }
    }
  }

  @inline(__always)
  private mutating func unary(_ operation: (Slot) -> Slot) {
    top[-1] = operation(top[-1])
  }

  @inline(__always)
  private mutating func binary(_ operation: (Slot, Slot) -> Slot) {
    top -= 1
    top[-1] = operation(top[-1], top[0])
  }

  @inline(__always)
  private mutating func ternary(_ operation: (Slot, Slot, Slot) -> Slot) {
    top -= 2
    top[-1] = operation(top[-1], top[0], top[1])
  }

  // Memory

  private mutating func loadVector(
    _ storage: VectorLoadStorage, _ argument: MemoryArgument
  ) throws(Trap) {
    switch storage {
    case .full: top[-1] = try read(V128.self, argument, at: top[-1].low)
    case .extend8x8S: try loadExtended(.i16x8, isSigned: true, argument)
    case .extend8x8U: try loadExtended(.i16x8, isSigned: false, argument)
    case .extend16x4S: try loadExtended(.i32x4, isSigned: true, argument)
    case .extend16x4U: try loadExtended(.i32x4, isSigned: false, argument)
    case .extend32x2S: try loadExtended(.i64x2, isSigned: true, argument)
    case .extend32x2U: try loadExtended(.i64x2, isSigned: false, argument)
    case .splat8: try loadSplat(.i8x16, .bits8, argument)
    case .splat16: try loadSplat(.i16x8, .bits16, argument)
    case .splat32: try loadSplat(.i32x4, .bits32, argument)
    case .splat64: try loadSplat(.i64x2, .bits64, argument)
    case .zero32: top[-1] = Slot(try readLane(.bits32, argument, at: top[-1].low))
    case .zero64: top[-1] = Slot(try readLane(.bits64, argument, at: top[-1].low))
    }
  }

  private mutating func loadExtended(
    _ shape: WideShape, isSigned: Bool, _ argument: MemoryArgument
  ) throws(Trap) {
    let half = Slot(try read(UInt64.self, argument, at: top[-1].low))
    top[-1] = VectorNumerics.extend(to: shape, .low, isSigned: isSigned, half)
  }

  private mutating func loadSplat(
    _ shape: VectorShape, _ width: LaneWidth, _ argument: MemoryArgument
  ) throws(Trap) {
    top[-1] = VectorNumerics.splat(shape, try readLane(width, argument, at: top[-1].low))
  }

  private mutating func storeVector(_ argument: MemoryArgument) throws(Trap) {
    top -= 2
    try write(top[1], argument, at: top[0].low)
  }

  private mutating func loadLane(
    _ width: LaneWidth, _ argument: MemoryArgument, _ lane: Int
  ) throws(Trap) {
    top -= 1
    let bits = try readLane(width, argument, at: top[-1].low)
    top[-1] = VectorNumerics.replace(width.shape, lane, of: top[0], with: bits)
  }

  private mutating func storeLane(
    _ width: LaneWidth, _ argument: MemoryArgument, _ lane: Int
  ) throws(Trap) {
    top -= 2
    let (address, vector) = (top[0].low, top[1])
    switch width {
    case .bits8: try write(vector.lanes(SIMD16<UInt8>.self)[lane], argument, at: address)
    case .bits16: try write(vector.lanes(SIMD8<UInt16>.self)[lane], argument, at: address)
    case .bits32: try write(vector.lanes(SIMD4<UInt32>.self)[lane], argument, at: address)
    case .bits64: try write(vector.lanes(SIMD2<UInt64>.self)[lane], argument, at: address)
    }
  }

  private func readLane(
    _ width: LaneWidth, _ argument: MemoryArgument, at address: UInt64
  ) throws(Trap) -> UInt64 {
    switch width {
    case .bits8: UInt64(try read(UInt8.self, argument, at: address))
    case .bits16: UInt64(try read(UInt16.self, argument, at: address))
    case .bits32: UInt64(try read(UInt32.self, argument, at: address))
    case .bits64: try read(UInt64.self, argument, at: address)
    }
  }
}

extension LaneWidth {
  /// The shape of a vector of integers of this width.
  fileprivate var shape: VectorShape {
    switch self {
    case .bits8: .i8x16
    case .bits16: .i16x8
    case .bits32: .i32x4
    case .bits64: .i64x2
    }
  }
}
