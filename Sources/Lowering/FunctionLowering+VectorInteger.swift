internal import LLVM
internal import WebAssembly

// Vector instructions on integers.
extension FunctionLowering {
  mutating func lowerVectorUnary(_ shape: IntegerShape, _ operation: VectorIntegerUnaryOperator) {
    let operand = pop(shape)
    let type = types.vector(shape)
    let result =
      switch operation {
      // The smallest integer is its own absolute value, and no poison.
      case .abs: intrinsic("llvm.abs", type, [operand, context.i1.constant(UInt64(0))])
      case .neg: code.builder.binary(.sub, type.null, operand)
      case .popcnt: intrinsic("llvm.ctpop", type, [operand])
      }
    push(vector: result)
  }

  mutating func lowerVectorBinary(
    _ shape: IntegerShape, _ operation: VectorIntegerBinaryOperator
  ) {
    let right = pop(shape)
    let left = pop(shape)
    func overloaded(_ name: String) -> Value {
      intrinsic(name, types.vector(shape), [left, right])
    }
    let result =
      switch operation {
      case .add: code.builder.binary(.add, left, right)
      case .sub: code.builder.binary(.sub, left, right)
      case .mul: code.builder.binary(.mul, left, right)
      case .addSaturatingS: overloaded("llvm.sadd.sat")
      case .addSaturatingU: overloaded("llvm.uadd.sat")
      case .subSaturatingS: overloaded("llvm.ssub.sat")
      case .subSaturatingU: overloaded("llvm.usub.sat")
      case .minS: overloaded("llvm.smin")
      case .minU: overloaded("llvm.umin")
      case .maxS: overloaded("llvm.smax")
      case .maxU: overloaded("llvm.umax")
      case .averageU: average(left, right, shape)
      case .q15MultiplySaturatingS, .relaxedQ15MultiplyS: q15Multiply(left, right)
      }
    push(vector: result)
  }

  mutating func lowerVectorCompare(_ shape: IntegerShape, _ operation: IntegerCompareOperator) {
    let right = pop(shape)
    let left = pop(shape)
    let condition = code.builder.compare(predicate(operation), left, right)
    push(vector: code.builder.cast(.sext, condition, to: types.vector(shape)))
  }

  /// All lanes by one count, which is taken modulo their width.
  mutating func lowerVectorShift(_ shape: IntegerShape, _ operation: VectorShiftOperator) {
    let width = shape.shape.laneBitWidth
    let count = code.builder.binary(.and, pop(), context.i32.constant(width - 1))
    let lane = types.lane(shape.shape)
    let sized = code.builder.cast(width > 32 ? .zext : .trunc, count, to: lane)
    let counts = splat(width == 32 ? count : sized, shape.shape)
    let operand = pop(shape)
    let result =
      switch operation {
      case .shl: code.builder.binary(.shl, operand, counts)
      case .shrS: code.builder.binary(.ashr, operand, counts)
      case .shrU: code.builder.binary(.lshr, operand, counts)
      }
    push(vector: result)
  }

  mutating func lowerAllTrue(_ shape: IntegerShape) {
    let isTrue = code.builder.compare(.ne, pop(shape), types.vector(shape).null)
    push(condition: intrinsic("llvm.vector.reduce.and", isTrue.type, [isTrue]))
  }

  mutating func lowerBitmask(_ shape: IntegerShape) {
    let isNegative = code.builder.compare(.slt, pop(shape), types.vector(shape).null)
    let bits = code.builder.cast(
      .bitcast, isNegative, to: context.integer(bits: shape.shape.laneCount))
    push(code.builder.cast(.zext, bits, to: context.i32))
  }

  /// Clamps the lanes of two vectors to the range of the narrower ones, and drops the upper halves.
  mutating func lowerNarrow(to shape: NarrowShape, isSigned: Bool) {
    let source = shape.source
    let right = pop(source)
    let left = pop(source)
    let both = shuffle(left, right, Array(0..<2 * source.shape.laneCount))
    let bits = shape.shape.shape.laneBitWidth
    let (low, high) = isSigned ? (-(1 << (bits - 1)), (1 << (bits - 1)) - 1) : (0, (1 << bits) - 1)
    let capped = intrinsic("llvm.smin", both.type, [both, both.type.constant(high)])
    let clamped = intrinsic("llvm.smax", both.type, [capped, both.type.constant(low)])
    push(vector: code.builder.cast(.trunc, clamped, to: types.vector(shape.shape)))
  }

  mutating func lowerExtendedMultiply(to shape: WideShape, _ half: VectorHalf, isSigned: Bool) {
    let right = extend(pop(shape.source), to: shape, half, isSigned: isSigned)
    let left = extend(pop(shape.source), to: shape, half, isSigned: isSigned)
    push(vector: code.builder.binary(.mul, left, right))
  }

  /// Sums of products of neighbours, in lanes of twice the width.
  mutating func lowerDot(_ shape: IntegerShape) {
    push(vector: dot(shape))
  }

  mutating func lowerRelaxedDotAdd() {
    let addend = pop(IntegerShape.i32x4)
    let sums = addPairwise(dot(.i8x16), from: .i16x8, isSigned: true)
    push(vector: code.builder.binary(.add, sums, addend))
  }

  // Parts

  /// One half of the lanes, widened to twice their width.
  func extend(_ vector: Value, to shape: WideShape, _ half: VectorHalf, isSigned: Bool) -> Value {
    let count = shape.shape.shape.laneCount
    let first = half == .low ? 0 : count
    let lanes = shuffle(vector, vector, Array(first..<first + count))
    return code.builder.cast(isSigned ? .sext : .zext, lanes, to: types.vector(shape.shape))
  }

  /// Sums of neighbours, in lanes of twice the width.
  func addPairwise(_ vector: Value, from shape: IntegerShape, isSigned: Bool) -> Value {
    addNeighbours(code.builder.cast(isSigned ? .sext : .zext, vector, to: types.doubled(shape)))
  }

  private mutating func dot(_ shape: IntegerShape) -> Value {
    let right = code.builder.cast(.sext, pop(shape), to: types.doubled(shape))
    let left = code.builder.cast(.sext, pop(shape), to: types.doubled(shape))
    return addNeighbours(code.builder.binary(.mul, left, right))
  }

  /// Sums of lanes 0 and 1, 2 and 3, and so on, of a vector of 256 bits.
  private func addNeighbours(_ vector: Value) -> Value {
    let count = 256 / vector.type.scalar.bitWidth
    let even = shuffle(vector, vector, Array(stride(from: 0, to: count, by: 2)))
    let odd = shuffle(vector, vector, Array(stride(from: 1, to: count, by: 2)))
    return code.builder.binary(.add, even, odd)
  }

  /// Rounded up; in lanes of twice the width the sum can't wrap.
  private func average(_ left: Value, _ right: Value, _ shape: IntegerShape) -> Value {
    let type = types.doubled(shape)
    let sum = code.builder.binary(
      .add, code.builder.cast(.zext, left, to: type), code.builder.cast(.zext, right, to: type))
    let rounded = code.builder.binary(.add, sum, type.constant(UInt64(1)))
    let half = code.builder.binary(.lshr, rounded, type.constant(UInt64(1)))
    return code.builder.cast(.trunc, half, to: types.vector(shape))
  }

  /// The product of fractions with 15 bits, rounded.
  ///
  /// Only that of −1 and −1 does not fit.
  private func q15Multiply(_ left: Value, _ right: Value) -> Value {
    let type = types.doubled(.i16x8)
    let product = code.builder.binary(
      .mul, code.builder.cast(.sext, left, to: type), code.builder.cast(.sext, right, to: type))
    let rounded = code.builder.binary(.add, product, type.constant(0x4000))
    let shifted = code.builder.binary(.ashr, rounded, type.constant(15))
    let capped = intrinsic("llvm.smin", type, [shifted, type.constant(0x7FFF)])
    return code.builder.cast(.trunc, capped, to: types.vector(IntegerShape.i16x8))
  }
}
