/// A time as the replica's output shows it: `2021-05-06 19:17:10.000000003`.
package struct UTCTime: CustomStringConvertible {
  /// Since 1970.
  private let nanoseconds: UInt64

  package init(nanoseconds: UInt64) { self.nanoseconds = nanoseconds }

  /// The fraction has as many digits as it needs in groups of three, and lacks if it is 0.
  package var description: String {
    let seconds = nanoseconds / 1_000_000_000
    let (year, month, day) = Self.date(daysSince1970: Int(seconds / 86_400))
    let date = "\(year)-\(Self.padded(month, 2))-\(Self.padded(day, 2))"
    let secondOfDay = Int(seconds % 86_400)
    let clock = [secondOfDay / 3600, secondOfDay / 60 % 60, secondOfDay % 60]
      .map { Self.padded($0, 2) }.joined(separator: ":")
    return "\(date) \(clock)\(fraction)"
  }

  private var fraction: String {
    let fraction = Int(nanoseconds % 1_000_000_000)
    if fraction == 0 { return "" }
    if fraction % 1_000_000 == 0 { return "." + Self.padded(fraction / 1_000_000, 3) }
    if fraction % 1000 == 0 { return "." + Self.padded(fraction / 1000, 6) }
    return "." + Self.padded(fraction, 9)
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  /// The civil date; years begin in March here, so that the leap day comes last.
  private static func date(daysSince1970: Int) -> (year: Int, month: Int, day: Int) {
    let days = daysSince1970 + 719_468  // since 1 March of the year 0
    let (era, dayOfEra) = days.quotientAndRemainder(dividingBy: 146_097)
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    return (era * 400 + yearOfEra + (month <= 2 ? 1 : 0), month, day)
  }
}
