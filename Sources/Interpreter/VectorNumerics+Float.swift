package import WebAssembly

// Lanes of floats. What becomes of NaN is said by the functions for numbers.
extension VectorNumerics {
  /// The result of an operator on each lane.
  package static func unary(
    _ shape: FloatShape, _ operation: FloatUnaryOperator, _ x: V128
  ) -> V128 {
    switch shape {
    case .f32x4: V128(unary(operation, x.lanes(SIMD4<Float>.self)))
    case .f64x2: V128(unary(operation, x.lanes(SIMD2<Double>.self)))
    }
  }

  private static func unary<Lanes: SIMD>(_ operation: FloatUnaryOperator, _ x: Lanes) -> Lanes
  where Lanes.Scalar: BinaryFloatingPoint {
    x.map { Numerics.unary(operation, $0) }
  }

  /// The result of an operator on each pair of lanes.
  package static func binary(
    _ shape: FloatShape, _ operation: VectorFloatBinaryOperator, _ a: V128, _ b: V128
  ) -> V128 {
    switch shape {
    case .f32x4: binary(operation, SIMD4<Float>.self, a, b)
    case .f64x2: binary(operation, SIMD2<Double>.self, a, b)
    }
  }

  private static func binary<Lanes: SIMD>(
    _ operation: VectorFloatBinaryOperator, _ type: Lanes.Type, _ a: V128, _ b: V128
  ) -> V128 where Lanes.Scalar: BinaryFloatingPoint {
    let lanes: Lanes = a.lanes(type).zip(b.lanes(type)) { lane(operation, $0, $1) }
    return V128(lanes)
  }

  @inline(__always)
  private static func lane<T: BinaryFloatingPoint>(
    _ operation: VectorFloatBinaryOperator, _ a: T, _ b: T
  ) -> T {
    switch operation {
    case .add: Numerics.binary(.add, a, b)
    case .sub: Numerics.binary(.sub, a, b)
    case .mul: Numerics.binary(.mul, a, b)
    case .div: Numerics.binary(.div, a, b)
    case .min, .relaxedMin: Numerics.binary(.min, a, b)
    case .max, .relaxedMax: Numerics.binary(.max, a, b)
    case .pmin: b < a ? b : a
    case .pmax: a < b ? b : a
    }
  }

  /// The product is rounded before it is added: the operators are not fused.
  package static func ternary(
    _ shape: FloatShape, _ operation: VectorFloatTernaryOperator, _ a: V128, _ b: V128, _ c: V128
  ) -> V128 {
    switch operation {
    case .relaxedMadd: binary(shape, .add, binary(shape, .mul, a, b), c)
    case .relaxedNmadd: binary(shape, .add, binary(shape, .mul, unary(shape, .neg, a), b), c)
    }
  }

  /// All bits of a lane are set where the comparison holds.
  package static func compare(
    _ shape: FloatShape, _ operation: FloatCompareOperator, _ a: V128, _ b: V128
  ) -> V128 {
    switch shape {
    case .f32x4: V128(compare(operation, SIMD4<Float>.self, SIMD4<Int32>.self, a, b))
    case .f64x2: V128(compare(operation, SIMD2<Double>.self, SIMD2<Int64>.self, a, b))
    }
  }

  private static func compare<Lanes: SIMD, Masks: SIMD>(
    _ operation: FloatCompareOperator, _ type: Lanes.Type, _: Masks.Type, _ a: V128, _ b: V128
  ) -> Masks where Lanes.Scalar: BinaryFloatingPoint, Masks.Scalar: FixedWidthInteger {
    a.lanes(type).zip(b.lanes(type)) {
      Numerics.compare(operation, $0, $1) ? ~Masks.Scalar.zero : 0
    }
  }

  /// Lanes of the result to which no lane of the operand belongs are zero.
  package static func convert(_ operation: VectorConversionOperator, _ x: V128) -> V128 {
    switch operation {
    case .truncateSaturating(let source, let isSigned), .relaxedTruncate(let source, let isSigned):
      truncate(source, isSigned: isSigned, x)
    case .convert(let target, let isSigned): convert(to: target, isSigned: isSigned, x)
    case .demote:
      V128(low(of: x.lanes(SIMD2<Double>.self), SIMD4.self) { Numerics.resize($0, to: Float.self) })
    case .promote:
      V128(low(of: x.lanes(SIMD4<Float>.self), SIMD2.self) { Numerics.resize($0, to: Double.self) })
    }
  }

  private static func truncate(_ source: FloatShape, isSigned: Bool, _ x: V128) -> V128 {
    switch (source, isSigned) {
    case (.f32x4, true): V128(truncate(x.lanes(SIMD4<Float>.self), SIMD4<Int32>.self))
    case (.f32x4, false): V128(truncate(x.lanes(SIMD4<Float>.self), SIMD4<UInt32>.self))
    case (.f64x2, true): V128(truncate(x.lanes(SIMD2<Double>.self), SIMD4<Int32>.self))
    case (.f64x2, false): V128(truncate(x.lanes(SIMD2<Double>.self), SIMD4<UInt32>.self))
    }
  }

  private static func truncate<Source: SIMD, Target: SIMD>(
    _ x: Source, _ type: Target.Type
  ) -> Target where Source.Scalar: BinaryFloatingPoint, Target.Scalar: FixedWidthInteger {
    low(of: x, type) { Numerics.truncateSaturating($0, to: Target.Scalar.self) }
  }

  private static func convert(to target: FloatShape, isSigned: Bool, _ x: V128) -> V128 {
    switch (target, isSigned) {
    case (.f32x4, true): V128(low(of: x.lanes(SIMD4<Int32>.self), SIMD4.self) { Float($0) })
    case (.f32x4, false): V128(low(of: x.lanes(SIMD4<UInt32>.self), SIMD4.self) { Float($0) })
    case (.f64x2, true): V128(low(of: x.lanes(SIMD4<Int32>.self), SIMD2.self) { Double($0) })
    case (.f64x2, false): V128(low(of: x.lanes(SIMD4<UInt32>.self), SIMD2.self) { Double($0) })
    }
  }

  /// As many of the first lanes as both types have, each put through a function.
  @inline(__always)
  private static func low<Source: SIMD, Target: SIMD>(
    of x: Source, _: Target.Type, _ transform: (Source.Scalar) -> Target.Scalar
  ) -> Target {
    var result = Target()
    for lane in 0..<min(x.scalarCount, result.scalarCount) { result[lane] = transform(x[lane]) }
    return result
  }
}
