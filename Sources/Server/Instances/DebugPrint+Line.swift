import Executions
import SubnetHost

extension DebugPrint {
  /// The line by which clients know what a canister printed.
  var line: [UInt8] {
    let prefix = "\(Self.date(nanoseconds: timeNanoseconds)) UTC: [Canister \(canister)] "
    return Array(prefix.utf8) + content.bytes + [UInt8(ascii: "\n")]
  }

  /// A time since 1970, such as `2021-05-06 19:17:10.000000003`.
  static func date(nanoseconds: UInt64) -> String {
    let (seconds, fraction) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
    let (days, second) = seconds.quotientAndRemainder(dividingBy: 86_400)
    let (year, month, day) = civil(days: Int(days))
    let clock = [second / 3600, second / 60 % 60, second % 60].map { digits(Int($0), 2) }
    return [digits(year, 4), digits(month, 2), digits(day, 2)].joined(separator: "-") + " "
      + clock.joined(separator: ":") + "." + digits(Int(fraction), 9)
  }

  private static func digits(_ number: Int, _ count: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, count - text.count)) + text
  }

  /// The date so many days after the first one of 1970, in the Gregorian calendar.
  ///
  /// Years are counted from March, so that the day of a leap year comes last in them.
  private static func civil(days: Int) -> (year: Int, month: Int, day: Int) {
    let daysSinceMarch = days + 719_468
    let era = daysSinceMarch / 146_097
    let dayOfEra = daysSinceMarch % 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let month = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * month + 2) / 5 + 1
    let civilMonth = month < 10 ? month + 3 : month - 9
    return (yearOfEra + era * 400 + (civilMonth <= 2 ? 1 : 0), civilMonth, day)
  }
}
