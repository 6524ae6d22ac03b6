import Testing

@testable import Comparison

struct SamplesTests {
  @Test func quantilesLieBetweenValues() {
    let samples = Samples([40, 10, 30, 20])
    #expect(samples.median == 25)
    #expect(samples.quantile(0) == 10 && samples.quantile(1) == 40)
    #expect(samples.quantile(0.25) == 17.5)
    #expect(samples.spread == 15 / 25.0)
  }

  @Test func fewValuesWillDo() {
    #expect(Samples([]).median == 0 && Samples([]).spread == 0)
    #expect(Samples([7]).median == 7 && Samples([7]).spread == 0)
    #expect(Samples([0, 0]).spread == 0)
  }

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

  @Test func logarithmicScalesEndAtPowersOfTen() {
    let scale = Scale.logarithmic([2_600, 0, 30_000_000])
    #expect(scale.ticks.map(\.label) == ["1 µs", "10 µs", "100 µs", "1 ms", "10 ms", "100 ms"])
    #expect(scale.position(1_000) == 0 && scale.position(100_000_000) == 1)
    #expect(scale.position(0) == 0 && abs(scale.position(10_000) - 0.2) < 1e-9)
  }

  @Test(arguments: [
    ([2.9, 1.0], ["0×", "1×", "2×", "3×"]), ([96, 2], ["0×", "20×", "40×", "60×", "80×", "100×"]),
    ([0.4], ["0.0×", "0.2×", "0.4×", "0.6×", "0.8×", "1.0×"]),
  ])
  func scalesOfRatiosBeginAtNothing(values: [Double], labels: [String]) {
    #expect(Scale.ratios(values).ticks.map(\.label) == labels)
    #expect(Scale.ratios(values).position(.nan) == 0)
  }
}
