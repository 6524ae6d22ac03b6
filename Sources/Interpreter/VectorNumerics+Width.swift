package import WebAssembly

// Lanes of integers that become lanes of another width.
extension VectorNumerics {
  /// The lanes of both vectors, each cut to half its width; those that do not fit become the end of
  /// the range that they are past.
  package static func narrow(
    to shape: NarrowShape, isSigned: Bool, _ a: V128, _ b: V128
  ) -> V128 {
    switch (shape, isSigned) {
    case (.i8x16, true): narrow(SIMD8<Int16>.self, to: SIMD16<Int8>.self, a, b)
    case (.i8x16, false): narrow(SIMD8<Int16>.self, to: SIMD16<UInt8>.self, a, b)
    case (.i16x8, true): narrow(SIMD4<Int32>.self, to: SIMD8<Int16>.self, a, b)
    case (.i16x8, false): narrow(SIMD4<Int32>.self, to: SIMD8<UInt16>.self, a, b)
    }
  }

  private static func narrow<Wide: SIMD, Narrow: SIMD>(
    _: Wide.Type, to _: Narrow.Type, _ a: V128, _ b: V128
  ) -> V128 where Wide.Scalar: FixedWidthInteger, Narrow.Scalar: FixedWidthInteger {
    let (a, b) = (a.lanes(Wide.self), b.lanes(Wide.self))
    var result = Narrow()
    for lane in a.indices {
      result[lane] = Narrow.Scalar(clamping: a[lane])
      result[lane + a.scalarCount] = Narrow.Scalar(clamping: b[lane])
    }
    return V128(result)
  }

  /// Half of the lanes, each at twice its width.
  package static func extend(
    to shape: WideShape, _ half: VectorHalf, isSigned: Bool, _ x: V128
  ) -> V128 {
    switch (shape, isSigned) {
    case (.i16x8, true): V128(wide(SIMD16<Int8>.self, SIMD8<Int16>.self, half, x))
    case (.i16x8, false): V128(wide(SIMD16<UInt8>.self, SIMD8<UInt16>.self, half, x))
    case (.i32x4, true): V128(wide(SIMD8<Int16>.self, SIMD4<Int32>.self, half, x))
    case (.i32x4, false): V128(wide(SIMD8<UInt16>.self, SIMD4<UInt32>.self, half, x))
    case (.i64x2, true): V128(wide(SIMD4<Int32>.self, SIMD2<Int64>.self, half, x))
    case (.i64x2, false): V128(wide(SIMD4<UInt32>.self, SIMD2<UInt64>.self, half, x))
    }
  }

  private static func wide<Narrow: SIMD, Wide: SIMD>(
    _: Narrow.Type, _: Wide.Type, _ half: VectorHalf, _ x: V128
  ) -> Wide where Narrow.Scalar: FixedWidthInteger, Wide.Scalar: FixedWidthInteger {
    let narrow = x.lanes(Narrow.self)
    var result = Wide()
    let first = half == .low ? 0 : result.scalarCount
    for lane in result.indices { result[lane] = Wide.Scalar(narrow[first + lane]) }
    return result
  }

  /// The products of half of the lanes, at twice their width, where no product overflows.
  package static func extendedMultiply(
    to shape: WideShape, _ half: VectorHalf, isSigned: Bool, _ a: V128, _ b: V128
  ) -> V128 {
    binary(
      shape.shape, .mul, extend(to: shape, half, isSigned: isSigned, a),
      extend(to: shape, half, isSigned: isSigned, b))
  }

  /// The sums of neighbouring lanes, at twice their width.
  package static func extendedAddPairwise(
    to shape: WideShape, isSigned: Bool, _ x: V128
  ) -> V128 {
    switch (shape, isSigned) {
    case (.i16x8, true): pairwise(SIMD16<Int8>.self, SIMD8<Int16>.self, x)
    case (.i16x8, false): pairwise(SIMD16<UInt8>.self, SIMD8<UInt16>.self, x)
    case (.i32x4, true): pairwise(SIMD8<Int16>.self, SIMD4<Int32>.self, x)
    case (.i32x4, false): pairwise(SIMD8<UInt16>.self, SIMD4<UInt32>.self, x)
    case (.i64x2, true): pairwise(SIMD4<Int32>.self, SIMD2<Int64>.self, x)
    case (.i64x2, false): pairwise(SIMD4<UInt32>.self, SIMD2<UInt64>.self, x)
    }
  }

  private static func pairwise<Narrow: SIMD, Wide: SIMD>(
    _: Narrow.Type, _: Wide.Type, _ x: V128
  ) -> V128 where Narrow.Scalar: FixedWidthInteger, Wide.Scalar: FixedWidthInteger {
    let narrow = x.lanes(Narrow.self)
    var result = Wide()
    for lane in result.indices {
      result[lane] = Wide.Scalar(narrow[2 * lane]) + Wide.Scalar(narrow[2 * lane + 1])
    }
    return V128(result)
  }

  /// The sums of the products of neighbouring lanes, taken as signed.
  ///
  /// A sum can overflow, for the least numbers only, and then wraps.
  package static func dot(_ operation: DotOperator, _ a: V128, _ b: V128) -> V128 {
    switch operation {
    case .i32x4DotI16x8S: dot(SIMD8<Int16>.self, SIMD4<Int32>.self, a, b)
    case .i16x8RelaxedDotI8x16I7x16S: dot(SIMD16<Int8>.self, SIMD8<Int16>.self, a, b)
    }
  }

  private static func dot<Narrow: SIMD, Wide: SIMD>(
    _: Narrow.Type, _: Wide.Type, _ a: V128, _ b: V128
  ) -> V128 where Narrow.Scalar: FixedWidthInteger, Wide.Scalar: FixedWidthInteger {
    let (a, b) = (a.lanes(Narrow.self), b.lanes(Narrow.self))
    var result = Wide()
    for lane in result.indices {
      result[lane] =
        Wide.Scalar(a[2 * lane]) &* Wide.Scalar(b[2 * lane])
        &+ Wide.Scalar(a[2 * lane + 1]) &* Wide.Scalar(b[2 * lane + 1])
    }
    return V128(result)
  }

  /// The sums of four neighbouring products, added to a third vector.
  package static func dotAdd(_ a: V128, _ b: V128, _ c: V128) -> V128 {
    let sums = dot(.i16x8RelaxedDotI8x16I7x16S, a, b)
    return binary(.i32x4, .add, extendedAddPairwise(to: .i32x4, isSigned: true, sums), c)
  }
}
