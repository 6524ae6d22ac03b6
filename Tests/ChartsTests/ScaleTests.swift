import Charts
import Testing

struct ScaleTests {
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

  @Test func scalesMayHaveWordsOfTheirOwn() {
    let scale = Scale.logarithmic([20, 3000]) { "\(Int($0))" }
    #expect(scale.ticks.map(\.label) == ["10", "100", "1000", "10000"])
  }
}
