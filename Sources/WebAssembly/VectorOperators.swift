// The operators of the vector instruction families, in the order of the specification
// (Core Specification, "Vector Instructions"). Those of floats and comparisons are the scalar ones.
// The `relaxed` ones leave the outcome of some operands to the engine.

/// What a load reads and what becomes of it.
package enum VectorLoadStorage: UInt8, BitwiseCopyable, Sendable, CaseIterable {
  case full
  /// Half a vector, whose lanes are widened to twice their width.
  case extend8x8S, extend8x8U, extend16x4S, extend16x4U, extend32x2S, extend32x2U
  /// One number for all lanes.
  case splat8, splat16, splat32, splat64
  /// One number for the first lane; the other bits are zero.
  case zero32, zero64
}

/// Choosing byte lanes by the numbers in another vector (vswizzlop).
package enum SwizzleOperator: UInt8, BitwiseCopyable, Sendable, CaseIterable {
  case swizzle, relaxedSwizzle
}

/// The lane that becomes an operand: those narrower than 32 bits are widened with either sign.
package enum LaneExtraction: UInt8, BitwiseCopyable, Sendable, CaseIterable {
  case i8x16S, i8x16U, i16x8S, i16x8U, i32x4, i64x2, f32x4, f64x2
}

/// Operators on all bits of two vectors (vvbinop).
package enum VectorBitwiseOperator: UInt8, BitwiseCopyable, Sendable, CaseIterable {
  /// `andnot` inverts the second operand.
  case and, andnot, or, xor
}

/// Operators from a vector of integers to the same shape (viunop); `popcnt` for `i8x16` only.
package enum VectorIntegerUnaryOperator: UInt8, BitwiseCopyable, Sendable, CaseIterable {
  case abs, neg, popcnt
}

/// Operators from two vectors of integers to the same shape (vibinop, viminmaxop, visatbinop).
package enum VectorIntegerBinaryOperator: UInt8, BitwiseCopyable, Sendable, CaseIterable {
  case add, sub, mul
  case addSaturatingS, addSaturatingU, subSaturatingS, subSaturatingU
  case minS, minU, maxS, maxU
  /// `avgr_u`.
  case averageU
  /// `q15mulr_sat_s` and `relaxed_q15mulr_s`, for `i16x8` only.
  case q15MultiplySaturatingS, relaxedQ15MultiplyS
}

/// Shifts of all lanes by an `i32`, modulo their width (vishiftop).
package enum VectorShiftOperator: UInt8, BitwiseCopyable, Sendable, CaseIterable {
  case shl, shrS, shrU
}

/// Sums of products of neighbouring lanes (vextbinop).
package enum DotOperator: UInt8, BitwiseCopyable, Sendable, CaseIterable {
  /// `i32x4.dot_i16x8_s`.
  case i32x4DotI16x8S
  /// `i16x8.relaxed_dot_i8x16_i7x16_s`.
  case i16x8RelaxedDotI8x16I7x16S
}

/// Operators from two vectors of floats to the same shape (vfbinop).
package enum VectorFloatBinaryOperator: UInt8, BitwiseCopyable, Sendable, CaseIterable {
  case add, sub, mul, div, min, max, pmin, pmax, relaxedMin, relaxedMax
}

/// Operators from three vectors of floats to the same shape (vfternop).
package enum VectorFloatTernaryOperator: UInt8, BitwiseCopyable, Sendable, CaseIterable {
  case relaxedMadd, relaxedNmadd
}

/// Operators between integers and floats, or floats of two widths (vcvtop).
package enum VectorConversionOperator: BitwiseCopyable, Hashable, Sendable {
  /// `i32x4.trunc_sat_f32x4` and `i32x4.trunc_sat_f64x2_zero`, to which the shape is the source.
  case truncateSaturating(from: FloatShape, isSigned: Bool)
  /// `i32x4.relaxed_trunc_f32x4` and `i32x4.relaxed_trunc_f64x2_zero`.
  case relaxedTruncate(from: FloatShape, isSigned: Bool)
  /// `f32x4.convert_i32x4` and `f64x2.convert_low_i32x4`.
  case convert(to: FloatShape, isSigned: Bool)
  /// `f32x4.demote_f64x2_zero`.
  case demote
  /// `f64x2.promote_low_f32x4`.
  case promote
}

extension VectorLoadStorage {
  /// The number of bytes read.
  package var sizeBytes: UInt64 {
    switch self {
    case .full: 16
    case .extend8x8S, .extend8x8U, .extend16x4S, .extend16x4U, .extend32x2S, .extend32x2U: 8
    case .splat8: 1
    case .splat16: 2
    case .splat32, .zero32: 4
    case .splat64, .zero64: 8
    }
  }
}

extension LaneExtraction {
  /// The shape of the vector.
  package var shape: VectorShape {
    switch self {
    case .i8x16S, .i8x16U: .i8x16
    case .i16x8S, .i16x8U: .i16x8
    case .i32x4: .i32x4
    case .i64x2: .i64x2
    case .f32x4: .f32x4
    case .f64x2: .f64x2
    }
  }
}
