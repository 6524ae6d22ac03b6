import Charts
import Testing

struct FiguresTests {
  @Test(arguments: [
    (0, "–"), (999, "999 ns"), (999.6, "1.00 µs"), (2_614, "2.61 µs"), (45_650, "45.6 µs"),
    (999_499, "999 µs"), (1_000_000, "1.00 ms"), (5e12, "5000 s"),
  ])
  func timesHaveThreeDigits(nanoseconds: Double, text: String) {
    #expect(Figures.time(nanoseconds) == text)
  }

  @Test(arguments: [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567")])
  func thousandsAreSetApart(count: UInt64, text: String) {
    #expect(Figures.count(count) == text)
  }
}
