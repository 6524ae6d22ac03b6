package import WebAssembly

// Lanes of integers. Types of lanes are signed; operators that take them as unsigned do so by
// themselves.
extension VectorNumerics {
  /// The result of an operator on each lane.
  package static func unary(
    _ shape: IntegerShape, _ operation: VectorIntegerUnaryOperator, _ x: V128
  ) -> V128 {
    switch shape {
    case .i8x16: V128(unary(operation, x.lanes(SIMD16<Int8>.self)))
    case .i16x8: V128(unary(operation, x.lanes(SIMD8<Int16>.self)))
    case .i32x4: V128(unary(operation, x.lanes(SIMD4<Int32>.self)))
    case .i64x2: V128(unary(operation, x.lanes(SIMD2<Int64>.self)))
    }
  }

  private static func unary<Lanes: SIMD>(
    _ operation: VectorIntegerUnaryOperator, _ x: Lanes
  ) -> Lanes where Lanes.Scalar: FixedWidthInteger & SignedInteger {
    switch operation {
    case .abs: x.map { $0 < 0 ? 0 &- $0 : $0 }
    case .neg: x.map { 0 &- $0 }
    case .popcnt: x.map { Numerics.unary(.popcnt, $0) }
    }
  }

  /// The result of an operator on each pair of lanes.
  package static func binary(
    _ shape: IntegerShape, _ operation: VectorIntegerBinaryOperator, _ a: V128, _ b: V128
  ) -> V128 {
    switch shape {
    case .i8x16: binary(operation, SIMD16<Int8>.self, a, b)
    case .i16x8: binary(operation, SIMD8<Int16>.self, a, b)
    case .i32x4: binary(operation, SIMD4<Int32>.self, a, b)
    case .i64x2: binary(operation, SIMD2<Int64>.self, a, b)
    }
  }

  private static func binary<Lanes: SIMD>(
    _ operation: VectorIntegerBinaryOperator, _ type: Lanes.Type, _ a: V128, _ b: V128
  ) -> V128 where Lanes.Scalar: FixedWidthInteger & SignedInteger {
    let lanes: Lanes = a.lanes(type).zip(b.lanes(type)) { lane(operation, $0, $1) }
    return V128(lanes)
  }

  @inline(__always)
  private static func lane<T: FixedWidthInteger & SignedInteger>(
    _ operation: VectorIntegerBinaryOperator, _ a: T, _ b: T
  ) -> T {
    let (ua, ub) = (T.Magnitude(truncatingIfNeeded: a), T.Magnitude(truncatingIfNeeded: b))
    return switch operation {
    case .add: a &+ b
    case .sub: a &- b
    case .mul: a &* b
    case .addSaturatingS: saturating(a.addingReportingOverflow(b), isLow: b < 0)
    case .addSaturatingU: T(truncatingIfNeeded: saturating(ua.addingReportingOverflow(ub)))
    case .subSaturatingS: saturating(a.subtractingReportingOverflow(b), isLow: b > 0)
    case .subSaturatingU:
      T(truncatingIfNeeded: saturating(ua.subtractingReportingOverflow(ub), isLow: true))
    case .minS: min(a, b)
    case .minU: T(truncatingIfNeeded: min(ua, ub))
    case .maxS: max(a, b)
    case .maxU: T(truncatingIfNeeded: max(ua, ub))
    // Half the sum, rounded up, without the carry of the sum.
    case .averageU: T(truncatingIfNeeded: (ua | ub) &- (ua ^ ub) &>> 1)
    case .q15MultiplySaturatingS, .relaxedQ15MultiplyS:
      T(clamping: (Int64(a) &* Int64(b) &+ 0x4000) &>> 15)
    }
  }

  /// The sum or difference or, if it has overflowed, the end of the range that it went past.
  @inline(__always)
  private static func saturating<T: FixedWidthInteger>(
    _ result: (partialValue: T, overflow: Bool), isLow: Bool = false
  ) -> T {
    result.overflow ? (isLow ? T.min : T.max) : result.partialValue
  }

  /// All bits of a lane are set where the comparison holds.
  package static func compare(
    _ shape: IntegerShape, _ operation: IntegerCompareOperator, _ a: V128, _ b: V128
  ) -> V128 {
    switch shape {
    case .i8x16: compare(operation, SIMD16<Int8>.self, a, b)
    case .i16x8: compare(operation, SIMD8<Int16>.self, a, b)
    case .i32x4: compare(operation, SIMD4<Int32>.self, a, b)
    case .i64x2: compare(operation, SIMD2<Int64>.self, a, b)
    }
  }

  private static func compare<Lanes: SIMD>(
    _ operation: IntegerCompareOperator, _ type: Lanes.Type, _ a: V128, _ b: V128
  ) -> V128 where Lanes.Scalar: FixedWidthInteger & SignedInteger {
    let lanes: Lanes = a.lanes(type).zip(b.lanes(type)) {
      Numerics.compare(operation, $0, $1) ? -1 : 0
    }
    return V128(lanes)
  }

  /// The count is taken modulo the width of a lane.
  package static func shift(
    _ shape: IntegerShape, _ operation: VectorShiftOperator, _ x: V128, by count: UInt32
  ) -> V128 {
    switch shape {
    case .i8x16: V128(shift(operation, x.lanes(SIMD16<Int8>.self), count))
    case .i16x8: V128(shift(operation, x.lanes(SIMD8<Int16>.self), count))
    case .i32x4: V128(shift(operation, x.lanes(SIMD4<Int32>.self), count))
    case .i64x2: V128(shift(operation, x.lanes(SIMD2<Int64>.self), count))
    }
  }

  private static func shift<Lanes: SIMD>(
    _ operation: VectorShiftOperator, _ x: Lanes, _ count: UInt32
  ) -> Lanes where Lanes.Scalar: FixedWidthInteger & SignedInteger {
    typealias Unsigned = Lanes.Scalar.Magnitude
    let unsignedCount = Unsigned(truncatingIfNeeded: count)
    let count = Lanes.Scalar(truncatingIfNeeded: count)
    return switch operation {
    case .shl: x.map { $0 &<< count }
    case .shrS: x.map { $0 &>> count }
    case .shrU:
      x.map { .init(truncatingIfNeeded: Unsigned(truncatingIfNeeded: $0) &>> unsignedCount) }
    }
  }
}
