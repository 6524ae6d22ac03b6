import Testing

@testable import Candid

struct BigIntegerTests {
  static let powers = (0..<40).map { 7 * $0 }

  /// Two to a power, by its digits in base 16.
  static func power(_ exponent: Int, isNegative: Bool = false) -> BigInteger {
    let digits = [UInt8(1 << (exponent % 4))] + [UInt8](repeating: 0, count: exponent / 4)
    return BigInteger(digits: digits, radix: .hexadecimal, isNegative: isNegative)
  }

  @Test(arguments: [
    ("0", "0"), ("18446744073709551615", "ffffffffffffffff"),
    ("18446744073709551616", "10000000000000000"),
    ("340282366920938463463374607431768211456", "100000000000000000000000000000000"),
    ("10000000000000000000", "8ac7230489e80000"),
    ("100000000000000000000000", "152d02c7e14af6800000"),
  ])
  func decimalAndHexadecimalAgree(decimal: String, hexadecimal: String) {
    let digits = hexadecimal.compactMap { $0.hexDigitValue.map(UInt8.init) }
    let number = BigInteger(digits: digits, radix: .hexadecimal, isNegative: false)
    #expect(number.description == decimal)
    let again = decimal.compactMap { $0.hexDigitValue.map(UInt8.init) }
    #expect(BigInteger(digits: again, radix: .decimal, isNegative: false) == number)
  }

  @Test(arguments: powers)
  func groupsSurviveARoundTrip(exponent: Int) {
    for number in [Self.power(exponent), Self.power(exponent, isNegative: true)] {
      #expect(BigInteger(groups: number.signedGroups, isSigned: true) == number)
      if !number.isNegative {
        #expect(BigInteger(groups: number.unsignedGroups, isSigned: false) == number)
        #expect(number.unsignedGroups.count == exponent / 7 + 1)
      }
    }
    // A group holds the sign in its highest bit: -2^6 still fits in one, 2^6 does not.
    #expect(Self.power(exponent).signedGroups.count == (exponent + 1) / 7 + 1)
    #expect(Self.power(exponent, isNegative: true).signedGroups.count == exponent / 7 + 1)
  }

  @Test(arguments: [Int64.min, -65, -64, -1, 0, 1, 63, 64, 127, 128, .max])
  func machineIntegersSurviveARoundTrip(number: Int64) {
    let big = BigInteger(number)
    #expect(big.description == "\(number)")
    #expect(big.exactly(as: Int64.self) == number)
    #expect(BigInteger(groups: big.signedGroups, isSigned: true) == big)
    #expect(big.exactly(as: Int8.self) == Int8(exactly: number))
    #expect(big.exactly(as: UInt64.self) == UInt64(exactly: number))
  }

  @Test func whatDoesNotFitIsNil() {
    #expect(Self.power(64).exactly(as: UInt64.self) == nil)
    #expect(Self.power(127, isNegative: true).exactly(as: Int128.self) == .min)
    #expect(Self.power(127).exactly(as: Int128.self) == nil)
    #expect(Self.power(128).exactly(as: UInt128.self) == nil)
  }

  @Test func overlongGroupsAreTheSameNumber() {
    #expect(BigInteger(groups: [5, 0, 0, 0], isSigned: false) == BigInteger(5))
    #expect(BigInteger(groups: [0x7F, 0x7F, 0x7F], isSigned: true) == BigInteger(-1))
  }

  /// Digits that follow from a seed, the first of which is not zero.
  static func digits(_ count: Int, seed: UInt64) -> [UInt8] {
    var random = Seeded(seed: seed)
    return [7] + (1..<count).map { _ in UInt8.random(in: 0..<10, using: &random) }
  }

  @Test(.timeLimit(.minutes(1)), arguments: [300, 305, 608, 609, 1000, 5000, 100_000])
  func manyDigitsSurviveARoundTrip(count: Int) {
    let digits = Self.digits(count, seed: UInt64(count))
    let number = BigInteger(digits: digits, radix: .decimal, isNegative: true)
    #expect(number.description == "-" + digits.map { "\($0)" }.joined())
    #expect(BigInteger(groups: number.signedGroups, isSigned: true) == number)
  }

  /// Both parts of each product are known: (10^a - 1) (10^b - 1) and so on, without a carry lost.
  @Test(arguments: [(1, 1), (19, 38), (700, 700), (3000, 41), (2000, 1999)])
  func ninesAreMultiplied(left: Int, right: Int) {
    func limbs(_ count: Int) -> [UInt64] {
      RadixConversion.convert(
        BigInteger(
          digits: [UInt8](repeating: 9, count: count), radix: .decimal, isNegative: false
        ).limbs, from: .binary, to: .decimal)
    }
    let product = LimbArithmetic(radix: .decimal).product(limbs(left)[...], limbs(right)[...])
    let (more, fewer) = (max(left, right), min(left, right))
    let expected =
      String(repeating: "9", count: fewer - 1) + "8" + String(repeating: "9", count: more - fewer)
      + String(repeating: "0", count: fewer - 1) + "1"
    let text = product.reversed().map { limb in
      let digits = String(limb)
      return String(repeating: "0", count: 19 - digits.count) + digits
    }.joined()
    #expect(text.drop { $0 == "0" } == expected)
  }
}
