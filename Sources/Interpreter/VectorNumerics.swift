package import WebAssembly

/// The meaning of the operators of vectors (Core Specification, "Numerics"): one function a
/// family, and under it a generic one over the type of the lanes.
///
/// The operators whose outcome the relaxed extension leaves open do what its deterministic profile
/// says.
package enum VectorNumerics {
  // Bits

  /// The result of an operator on each pair of bits.
  package static func bitwise(
    _ operation: VectorBitwiseOperator, _ a: V128, _ b: V128
  ) -> V128 {
    switch operation {
    case .and: V128(low: a.low & b.low, high: a.high & b.high)
    case .andnot: V128(low: a.low & ~b.low, high: a.high & ~b.high)
    case .or: V128(low: a.low | b.low, high: a.high | b.high)
    case .xor: V128(low: a.low ^ b.low, high: a.high ^ b.high)
    }
  }

  /// The bits of `a` where those of the mask are set, else those of `b`.
  package static func bitSelect(_ a: V128, _ b: V128, mask: V128) -> V128 {
    bitwise(.or, bitwise(.and, a, mask), bitwise(.andnot, b, mask))
  }

  // Lanes

  /// The byte lanes of `a` that those of `b` name; 0 for those that name none.
  package static func swizzle(_ a: V128, _ b: V128) -> V128 {
    let source = a.lanes(SIMD16<UInt8>.self)
    let lanes: SIMD16<UInt8> = b.lanes(SIMD16<UInt8>.self).map { $0 < 16 ? source[Int($0)] : 0 }
    return V128(lanes)
  }

  /// The byte lanes of both vectors that the immediate names.
  package static func shuffle(_ a: V128, _ b: V128, _ immediate: V128) -> V128 {
    let (first, second) = (a.lanes(SIMD16<UInt8>.self), b.lanes(SIMD16<UInt8>.self))
    let lanes: SIMD16<UInt8> = immediate.lanes(SIMD16<UInt8>.self).map { lane in
      lane < 16 ? first[Int(lane)] : second[Int(lane % 16)]
    }
    return V128(lanes)
  }

  /// The number in all lanes; it comes as an operand does, zero-extended.
  package static func splat(_ shape: VectorShape, _ bits: UInt64) -> V128 {
    switch shape {
    case .i8x16: V128(SIMD16(repeating: UInt8(truncatingIfNeeded: bits)))
    case .i16x8: V128(SIMD8(repeating: UInt16(truncatingIfNeeded: bits)))
    case .i32x4, .f32x4: V128(SIMD4(repeating: UInt32(truncatingIfNeeded: bits)))
    case .i64x2, .f64x2: V128(low: bits, high: bits)
    }
  }

  /// A lane as an operand, zero-extended to 64 bits.
  package static func extract(_ extraction: LaneExtraction, _ lane: Int, of x: V128) -> UInt64 {
    switch extraction {
    case .i8x16S: UInt64(UInt32(bitPattern: Int32(x.lanes(SIMD16<Int8>.self)[lane])))
    case .i8x16U: UInt64(x.lanes(SIMD16<UInt8>.self)[lane])
    case .i16x8S: UInt64(UInt32(bitPattern: Int32(x.lanes(SIMD8<Int16>.self)[lane])))
    case .i16x8U: UInt64(x.lanes(SIMD8<UInt16>.self)[lane])
    case .i32x4, .f32x4: UInt64(x.lanes(SIMD4<UInt32>.self)[lane])
    case .i64x2, .f64x2: x.lanes(SIMD2<UInt64>.self)[lane]
    }
  }

  /// The vector with another number in one lane.
  package static func replace(
    _ shape: VectorShape, _ lane: Int, of x: V128, with bits: UInt64
  ) -> V128 {
    switch shape {
    case .i8x16: replace(SIMD16<UInt8>.self, lane, of: x, with: bits)
    case .i16x8: replace(SIMD8<UInt16>.self, lane, of: x, with: bits)
    case .i32x4, .f32x4: replace(SIMD4<UInt32>.self, lane, of: x, with: bits)
    case .i64x2, .f64x2: replace(SIMD2<UInt64>.self, lane, of: x, with: bits)
    }
  }

  private static func replace<Lanes: SIMD>(
    _ type: Lanes.Type, _ lane: Int, of x: V128, with bits: UInt64
  ) -> V128 where Lanes.Scalar: FixedWidthInteger {
    var lanes = x.lanes(type)
    lanes[lane] = Lanes.Scalar(truncatingIfNeeded: bits)
    return V128(lanes)
  }

  // Summaries

  /// Whether any bit is set.
  package static func anyTrue(_ x: V128) -> Bool { x.low | x.high != 0 }

  /// Whether no lane is zero.
  package static func allTrue(_ shape: IntegerShape, _ x: V128) -> Bool {
    switch shape {
    case .i8x16: allTrue(x.lanes(SIMD16<Int8>.self))
    case .i16x8: allTrue(x.lanes(SIMD8<Int16>.self))
    case .i32x4: allTrue(x.lanes(SIMD4<Int32>.self))
    case .i64x2: allTrue(x.lanes(SIMD2<Int64>.self))
    }
  }

  private static func allTrue<Lanes: SIMD>(_ x: Lanes) -> Bool
  where Lanes.Scalar: FixedWidthInteger {
    x.indices.allSatisfy { x[$0] != 0 }
  }

  /// The signs of the lanes, that of the first in the lowest bit.
  package static func bitmask(_ shape: IntegerShape, _ x: V128) -> UInt32 {
    switch shape {
    case .i8x16: bitmask(x.lanes(SIMD16<Int8>.self))
    case .i16x8: bitmask(x.lanes(SIMD8<Int16>.self))
    case .i32x4: bitmask(x.lanes(SIMD4<Int32>.self))
    case .i64x2: bitmask(x.lanes(SIMD2<Int64>.self))
    }
  }

  private static func bitmask<Lanes: SIMD>(_ x: Lanes) -> UInt32
  where Lanes.Scalar: FixedWidthInteger {
    x.indices.reduce(0) { mask, lane in mask | (x[lane] < 0 ? 1 << UInt32(lane) : 0) }
  }
}
