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
}
