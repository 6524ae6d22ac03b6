/// Turns the limbs of a number in one radix into those in another, in less than quadratic time.
///
/// The upper and the lower part are converted by themselves, and joined by a product in the new
/// radix. So nothing is ever divided, and both directions are one.
struct RadixConversion {
  private let arithmetic: LimbArithmetic
  private let isFromBinary: Bool
  /// In the new radix: the value of the limb with the number `minimumPartCount << index`.
  private var powers: [[UInt64]] = []

  /// So many limbs are converted one by one.
  private static let minimumPartCount = 16

  private init(from source: LimbArithmetic.Radix, to target: LimbArithmetic.Radix) {
    arithmetic = LimbArithmetic(radix: target)
    isFromBinary = source == .binary
  }

  /// The limbs in the new radix, without zeros at the end.
  static func convert(
    _ limbs: [UInt64], from source: LimbArithmetic.Radix, to target: LimbArithmetic.Radix
  ) -> [UInt64] {
    var conversion = RadixConversion(from: source, to: target)
    return conversion.converted(limbs[...])
  }

  private mutating func converted(_ limbs: ArraySlice<UInt64>) -> [UInt64] {
    guard limbs.count > Self.minimumPartCount else { return convertedOneByOne(limbs) }
    var level = 0
    while Self.minimumPartCount << (level + 1) < limbs.count { level += 1 }
    let size = Self.minimumPartCount << level
    let low = converted(limbs.prefix(size))
    let high = converted(limbs.dropFirst(size))
    var result = arithmetic.product(high[...], power(level)[...])
    arithmetic.add(low[...], to: &result, at: 0)
    while result.last == 0 { result.removeLast() }
    return result
  }

  private mutating func power(_ level: Int) -> [UInt64] {
    while powers.count <= level {
      if let last = powers.last {
        powers.append(arithmetic.product(last[...], last[...]))
      } else {
        let limbs = [UInt64](repeating: 0, count: Self.minimumPartCount) + [1]
        powers.append(convertedOneByOne(limbs[...]))
      }
    }
    return powers[level]
  }

  private func convertedOneByOne(_ limbs: ArraySlice<UInt64>) -> [UInt64] {
    var result: [UInt64] = []
    for limb in limbs.reversed() {
      if isFromBinary {
        // 2^64 is more than a decimal limb holds.
        arithmetic.multiply(&result, by: 1 << 32, adding: limb >> 32)
        arithmetic.multiply(&result, by: 1 << 32, adding: limb & 0xFFFF_FFFF)
      } else {
        arithmetic.multiply(&result, by: 10_000_000_000_000_000_000, adding: limb)
      }
    }
    return result
  }
}
