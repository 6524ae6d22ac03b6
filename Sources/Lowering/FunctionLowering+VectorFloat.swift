internal import LLVM
internal import WebAssembly

// Vector instructions on floats, and conversions.
extension FunctionLowering {
  mutating func lowerVectorUnary(_ shape: FloatShape, _ operation: FloatUnaryOperator) {
    push(vector: apply(operation, to: pop(shape)))
  }

  mutating func lowerVectorBinary(_ shape: FloatShape, _ operation: VectorFloatBinaryOperator) {
    let right = pop(shape)
    let left = pop(shape)
    let result =
      switch operation {
      case .add: canonical(code.builder.binary(.fadd, left, right))
      case .sub: canonical(code.builder.binary(.fsub, left, right))
      case .mul: canonical(code.builder.binary(.fmul, left, right))
      case .div: canonical(code.builder.binary(.fdiv, left, right))
      case .min, .relaxedMin: canonical(intrinsic("llvm.minimum", left.type, [left, right]))
      case .max, .relaxedMax: canonical(intrinsic("llvm.maximum", left.type, [left, right]))
      // By their definition these return one operand unchanged, NaN or not.
      case .pmin:
        code.builder.select(code.builder.compareFloats(.olt, right, left), right, left)
      case .pmax:
        code.builder.select(code.builder.compareFloats(.olt, left, right), right, left)
      }
    push(vector: result)
  }

  /// Not fused: the product is rounded before the sum.
  mutating func lowerVectorTernary(_ shape: FloatShape, _ operation: VectorFloatTernaryOperator) {
    let addend = pop(shape)
    let right = pop(shape)
    let left = pop(shape)
    let factor =
      switch operation {
      case .relaxedMadd: left
      case .relaxedNmadd: code.builder.negate(float: left)
      }
    let product = canonical(code.builder.binary(.fmul, factor, right))
    push(vector: canonical(code.builder.binary(.fadd, product, addend)))
  }

  mutating func lowerVectorCompare(_ shape: FloatShape, _ operation: FloatCompareOperator) {
    let right = pop(shape)
    let left = pop(shape)
    let condition = code.builder.compareFloats(predicate(operation), left, right)
    let lanes: IntegerShape = shape == .f32x4 ? .i32x4 : .i64x2
    push(vector: code.builder.cast(.sext, condition, to: types.vector(lanes)))
  }

  mutating func lowerVectorConversion(_ operation: VectorConversionOperator) {
    switch operation {
    case .truncateSaturating(let shape, let isSigned), .relaxedTruncate(let shape, let isSigned):
      let operand = pop(shape)
      let lanes = context.vector(context.i32, count: shape.shape.laneCount)
      let name = isSigned ? "llvm.fptosi.sat" : "llvm.fptoui.sat"
      let result = code.builder.intrinsic(
        name, overloads: [lanes, operand.type], [operand], in: module.output)
      push(vector: shape == .f32x4 ? result : withZeroes(result))
    case .convert(.f32x4, let isSigned):
      let operand = pop(IntegerShape.i32x4)
      push(
        vector: code.builder.cast(
          isSigned ? .sitofp : .uitofp, operand, to: types.vector(FloatShape.f32x4)))
    case .convert(.f64x2, let isSigned):
      let operand = lowHalf(pop(IntegerShape.i32x4))
      push(
        vector: code.builder.cast(
          isSigned ? .sitofp : .uitofp, operand, to: types.vector(FloatShape.f64x2)))
    case .demote:
      let lanes = context.vector(context.f32, count: 2)
      push(
        vector: withZeroes(
          canonical(code.builder.cast(.fptrunc, pop(FloatShape.f64x2), to: lanes))))
    case .promote:
      let operand = lowHalf(pop(FloatShape.f32x4))
      push(
        vector: canonical(
          code.builder.cast(.fpext, operand, to: types.vector(FloatShape.f64x2))))
    }
  }

  /// The first two of four lanes.
  private func lowHalf(_ vector: Value) -> Value { shuffle(vector, vector, [0, 1]) }

  /// Four lanes out of two, the others zero.
  private func withZeroes(_ vector: Value) -> Value {
    shuffle(vector, vector.type.null, [0, 1, 2, 3])
  }
}
