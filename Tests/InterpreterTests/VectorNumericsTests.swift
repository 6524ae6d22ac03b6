import Interpreter
import Testing
import WebAssembly

/// Operators of vectors, above all those whose outcome the relaxed extension leaves open: here they
/// do what its deterministic profile says.
@Suite struct VectorNumericsTests {
  private static let counting = V128(
    SIMD16<UInt8>(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15))

  @Test func lanesLieInTheOrderOfMemory() {
    #expect(Self.counting.low == 0x0706_0504_0302_0100)
    #expect(VectorNumerics.extract(.i16x8U, 1, of: Self.counting) == 0x0302)
    #expect(
      VectorNumerics.replace(.i32x4, 3, of: Self.counting, with: 0xFFFF_FFFF).high
        == 0xFFFF_FFFF_0B0A_0908)
  }

  @Test func extractedLanesAreZeroExtended() {
    let ones = V128(low: .max, high: .max)
    #expect(VectorNumerics.extract(.i8x16S, 15, of: ones) == 0xFFFF_FFFF)
    #expect(VectorNumerics.extract(.i8x16U, 15, of: ones) == 0xFF)
    #expect(VectorNumerics.extract(.i32x4, 0, of: ones) == 0xFFFF_FFFF)
  }

  @Test func swizzleGivesZeroPastTheEnd() {
    let lanes = V128(SIMD16<UInt8>(15, 16, 255, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12))
    let result = VectorNumerics.swizzle(Self.counting, lanes).lanes(SIMD16<UInt8>.self)
    #expect(result[0] == 15)
    #expect(result[1] == 0 && result[2] == 0)
  }

  @Test func saturatingArithmetic() {
    let bytes = V128(SIMD16<Int8>(repeating: -128))
    let ones = V128(SIMD16<Int8>(repeating: 1))
    func lane(_ operation: VectorIntegerBinaryOperator, _ a: V128, _ b: V128) -> Int8 {
      VectorNumerics.binary(.i8x16, operation, a, b).lanes(SIMD16<Int8>.self)[7]
    }
    #expect(lane(.subSaturatingS, bytes, ones) == -128)
    #expect(lane(.addSaturatingS, bytes, bytes) == -128)
    #expect(lane(.addSaturatingU, bytes, bytes) == -1)
    #expect(lane(.subSaturatingU, ones, bytes) == 0)
    #expect(lane(.subSaturatingS, ones, bytes) == 127)
    #expect(lane(.averageU, V128(SIMD16<UInt8>(repeating: 255)), ones) == -128)
    #expect(lane(.maxU, bytes, ones) == -128)
    #expect(lane(.maxS, bytes, ones) == 1)
  }

  @Test func q15MultiplicationSaturates() {
    let least = V128(SIMD8<Int16>(repeating: .min))
    for operation in [VectorIntegerBinaryOperator.q15MultiplySaturatingS, .relaxedQ15MultiplyS] {
      let result = VectorNumerics.binary(.i16x8, operation, least, least)
      #expect(result.lanes(SIMD8<Int16>.self) == SIMD8(repeating: .max))
    }
  }

  @Test func shiftsAreModuloTheWidth() {
    let x = V128(SIMD8<Int16>(repeating: -2))
    let shifted = VectorNumerics.shift(.i16x8, .shrU, x, by: 17).lanes(SIMD8<UInt16>.self)
    #expect(shifted == SIMD8(repeating: 0x7FFF))
    let signed = VectorNumerics.shift(.i16x8, .shrS, x, by: 0xFFFF_FFF1).lanes(SIMD8<Int16>.self)
    #expect(signed == SIMD8(repeating: -1))
  }

  @Test func dotProductsWrap() {
    let bytes = V128(SIMD16<Int8>(repeating: -128))
    let dot = VectorNumerics.dot(.i16x8RelaxedDotI8x16I7x16S, bytes, bytes)
    #expect(dot.lanes(SIMD8<Int16>.self) == SIMD8(repeating: -32768))
    let words = V128(SIMD8<Int16>(repeating: .min))
    let wide = VectorNumerics.dot(.i32x4DotI16x8S, words, words)
    #expect(wide.lanes(SIMD4<Int32>.self) == SIMD4(repeating: .min))
  }

  @Test func multiplyAddIsNotFused() {
    let x = 1 + Double.ulpOfOne
    let a = V128(SIMD2(repeating: x))
    let c = V128(SIMD2(repeating: -(x * x)))
    let sum = VectorNumerics.ternary(.f64x2, .relaxedMadd, a, a, c).lanes(SIMD2<Double>.self)
    // Fused, it would be what the rounding of the product has lost.
    #expect(sum == .zero)
  }

  @Test func pseudoMinimumKeepsNaN() {
    let nan = V128(SIMD4<UInt32>(repeating: 0xFFA1_2345))
    let one = V128(SIMD4<Float>(repeating: 1))
    #expect(VectorNumerics.binary(.f32x4, .pmin, nan, one) == nan)
    #expect(VectorNumerics.binary(.f32x4, .pmin, one, nan) == one)
    #expect(
      VectorNumerics.binary(.f32x4, .min, one, nan) == V128(SIMD4<UInt32>(repeating: 0x7FC0_0000)))
  }

  @Test func conversionsFillTheRestWithZero() {
    let numbers = V128(SIMD2<Double>(-3.7, .nan))
    let truncated = VectorNumerics.convert(
      .truncateSaturating(from: .f64x2, isSigned: true), numbers)
    #expect(truncated.lanes(SIMD4<Int32>.self) == SIMD4(-3, 0, 0, 0))
    let demoted = VectorNumerics.convert(.demote, V128(SIMD2<Double>(1.5, 1e300)))
    #expect(demoted.lanes(SIMD4<Float>.self) == SIMD4(1.5, .infinity, 0, 0))
  }
}
