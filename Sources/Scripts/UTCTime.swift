import Foundation

/// A time as the replica's output shows it: `2021-05-06 19:17:10.000000003`.
package struct UTCTime: CustomStringConvertible {
  /// Since 1970.
  private let nanoseconds: UInt64

  package init(nanoseconds: UInt64) { self.nanoseconds = nanoseconds }

  /// The fraction has 0, 3, 6 or 9 digits: as many as it needs.
  package var description: String {
    let (seconds, fraction) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
    // A `Date` alone would round: it has 53 bits.
    var digits = String(1_000_000_000 + fraction).dropFirst()
    while digits.hasSuffix("000") { digits.removeLast(3) }
    return Date(timeIntervalSince1970: Double(seconds)).formatted(Self.style)
      + (digits.isEmpty ? "" : ".\(digits)")
  }

  private static let style = Date.ISO8601FormatStyle(dateTimeSeparator: .space)
    .year().month().day().time(includingFractionalSeconds: false)
}
