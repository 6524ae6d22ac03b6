// The operators of the numeric instruction families, in the order of their opcodes
// (Core Specification, "Numeric Instructions").

/// Operators from an integer to the same type (iunop).
package enum IntegerUnaryOperator: UInt8, BitwiseCopyable, Sendable, CaseIterable {
  case clz, ctz, popcnt
  /// `extend8_s`, `extend16_s` and (for `i64` only) `extend32_s`.
  case extend8S, extend16S, extend32S
}

/// Operators from two integers to the same type (ibinop).
package enum IntegerBinaryOperator: UInt8, BitwiseCopyable, Sendable, CaseIterable {
  case add, sub, mul, divS, divU, remS, remU, and, or, xor, shl, shrS, shrU, rotl, rotr
}

/// Comparisons of integers, with an `i32` as result (irelop).
package enum IntegerCompareOperator: UInt8, BitwiseCopyable, Sendable, CaseIterable {
  case eq, ne, ltS, ltU, gtS, gtU, leS, leU, geS, geU
}

/// Operators from a float to the same type (funop).
package enum FloatUnaryOperator: UInt8, BitwiseCopyable, Sendable, CaseIterable {
  case abs, neg, ceil, floor, trunc, nearest, sqrt
}

/// Operators from two floats to the same type (fbinop).
package enum FloatBinaryOperator: UInt8, BitwiseCopyable, Sendable, CaseIterable {
  case add, sub, mul, div, min, max, copysign
}

/// Comparisons of floats, with an `i32` as result (frelop).
package enum FloatCompareOperator: UInt8, BitwiseCopyable, Sendable, CaseIterable {
  case eq, ne, lt, gt, le, ge
}

/// Operators between two different types (cvtop).
package enum ConversionOperator: BitwiseCopyable, Hashable, Sendable {
  case i32WrapI64
  case i64ExtendI32S, i64ExtendI32U
  /// Float to integer, trapping on NaN and on values out of range.
  case truncate(to: IntegerType, from: FloatType, isSigned: Bool)
  /// Float to integer, saturating; NaN becomes zero.
  case truncateSaturating(to: IntegerType, from: FloatType, isSigned: Bool)
  case convert(to: FloatType, from: IntegerType, isSigned: Bool)
  case f32DemoteF64, f64PromoteF32
  /// `i32.reinterpret_f32` and `i64.reinterpret_f64`.
  case reinterpretFloat(FloatType)
  /// `f32.reinterpret_i32` and `f64.reinterpret_i64`.
  case reinterpretInteger(IntegerType)
}

extension ConversionOperator {
  /// The type of the operand.
  package var source: ValueType {
    switch self {
    case .i32WrapI64: .i64
    case .i64ExtendI32S, .i64ExtendI32U: .i32
    case .truncate(_, let from, _), .truncateSaturating(_, let from, _): from.valueType
    case .convert(_, let from, _): from.valueType
    case .f32DemoteF64: .f64
    case .f64PromoteF32: .f32
    case .reinterpretFloat(let type): type.valueType
    case .reinterpretInteger(let type): type.valueType
    }
  }

  /// The type of the result.
  package var result: ValueType {
    switch self {
    case .i32WrapI64: .i32
    case .i64ExtendI32S, .i64ExtendI32U: .i64
    case .truncate(let to, _, _), .truncateSaturating(let to, _, _): to.valueType
    case .convert(let to, _, _): to.valueType
    case .f32DemoteF64: .f32
    case .f64PromoteF32: .f64
    case .reinterpretFloat(.f32): .i32
    case .reinterpretFloat(.f64): .i64
    case .reinterpretInteger(.i32): .f32
    case .reinterpretInteger(.i64): .f64
    }
  }
}
