internal import LLVM
internal import WebAssembly

// The shapes of vectors in LLVM. A `v128` is two 64-bit lanes, cast to a shape where it is used.
extension TypeLowering {
  var v128: Type { context.vector(context.i64, count: 2) }

  func constant(_ value: V128) -> Value {
    context.i64.vectorConstant([context.i64.constant(value.low), context.i64.constant(value.high)])
  }

  func vector(_ shape: VectorShape) -> Type {
    context.vector(lane(shape), count: shape.laneCount)
  }

  func vector(_ shape: IntegerShape) -> Type { vector(shape.shape) }

  func vector(_ shape: FloatShape) -> Type { vector(shape.shape) }

  /// A lane with its own width, which can be less than that of its operand type.
  func lane(_ shape: VectorShape) -> Type {
    switch shape {
    case .i8x16, .i16x8, .i32x4, .i64x2: context.integer(bits: shape.laneBitWidth)
    case .f32x4: context.f32
    case .f64x2: context.f64
    }
  }

  /// As many lanes of twice the width: 256 bits.
  func doubled(_ shape: IntegerShape) -> Type {
    context.vector(
      context.integer(bits: 2 * shape.shape.laneBitWidth), count: shape.shape.laneCount)
  }
}
