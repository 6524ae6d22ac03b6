import Candid
import Executions
import Foundation
import SubnetHost
import Testing

@testable import Server

/// The lines by which clients know what canisters print.
struct DebugPrintLineTests {
  @Test func linesHaveTimeAndCanister() {
    let print = DebugPrint(
      timeNanoseconds: 1_620_328_630_000_000_003,
      canister: Principal(canisterIndex: 0), content: "hello")
    #expect(
      String(decoding: print.line, as: UTF8.self)
        == "2021-05-06 19:17:10.000000003 UTC: [Canister rwlgt-iiaaa-aaaaa-aaaaa-cai] hello\n")
  }

  /// Foundation knows the calendar, too.
  @Test func datesAreThoseOfTheCalendar() throws {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
    for day in stride(from: 0, to: 100_000, by: 37) {
      let seconds = UInt64(day) * 86_400 + UInt64(day % 86_400)
      let date = Date(timeIntervalSince1970: TimeInterval(seconds))
      let parts = calendar.dateComponents(
        [.year, .month, .day, .hour, .minute, .second], from: date)
      let expected = [parts.year, parts.month, parts.day, parts.hour, parts.minute, parts.second]
      let text = DebugPrint.date(nanoseconds: seconds * 1_000_000_000)
      let numbers = text.prefix { $0 != "." }.split { "- :".contains($0) }.map { Int($0) }
      #expect(numbers == expected)
    }
  }
}
