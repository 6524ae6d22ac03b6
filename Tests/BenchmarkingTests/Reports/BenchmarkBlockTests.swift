import Benchmarking
import Testing

struct BenchmarkBlockTests {
  static func text(
    _ new: BenchmarkResult, _ old: BenchmarkResult?, noiseThreshold: Double = 2,
    highlight: @escaping Highlighter = { text, _ in text }
  ) -> String {
    BenchmarkBlock(
      name: "b", new: new, old: old, noiseThreshold: noiseThreshold, highlight: highlight
    ).lines.joined(separator: "\n")
  }

  @Test func newBenchmarks() {
    #expect(
      Self.text(Results.total(49_123, stable: 1), nil) == """
        Benchmark: b (new)
          total:
            instructions: 49.12 K (new)
            heap_increase: 0 pages (new)
            stable_memory_increase: 1 pages (new)
        """)
  }

  @Test func scopes() {
    #expect(
      Self.text(Results.newScoped, Results.oldScoped) == """
        Benchmark: b
          total:
            instructions: 3834 (regressed from 0)
            heap_increase: 0 pages (no change)
            stable_memory_increase: 0 pages (no change)

          scope_1 (scope):
            calls: 1 (no change)
            instructions: 970 (regressed by 21.25%)
            heap_increase: 0 pages (improved by 100.00%)
            stable_memory_increase: 0 pages (no change)

          scope_2 (scope):
            calls: 1 (new)
            instructions: 781 (new)
            heap_increase: 0 pages (new)
            stable_memory_increase: 0 pages (new)
        """)
  }

  @Test(arguments: [
    (UInt64(100), UInt64(100), 2.0, "100 (no change)"),
    (101, 100, 2, "101 (1.00%) (change within noise threshold)"),
    (99, 100, 2, "99 (-1.00%) (change within noise threshold)"),
    (102, 100, 2, "102 (regressed by 2.00%)"),
    (98, 100, 2, "98 (improved by 2.00%)"),
    (104, 100, 5, "104 (4.00%) (change within noise threshold)"),
    (101, 100, 0, "101 (regressed by 1.00%)"),
    (0, 100, 2, "0 (improved by 100.00%)"),
    (1, 0, 1000, "1 (regressed from 0)"),
    (0, 0, 2, "0 (no change)"),
  ])
  func remarks(new: UInt64, old: UInt64, noiseThreshold: Double, expected: String) {
    let text = Self.text(Results.total(new), Results.total(old), noiseThreshold: noiseThreshold)
    #expect(text.split(separator: "\n")[2] == "    instructions: \(expected)")
  }

  @Test(arguments: [
    (UInt64(9_999), "9999"), (10_000, "10.00 K"), (999_999, "1000.00 K"), (1_000_000, "1.00 M"),
    (999_999_999, "1000.00 M"), (1_000_000_000, "1.00 B"), (2_345_678_900_000, "2.35 T"),
  ])
  func numbers(value: UInt64, expected: String) {
    #expect(Self.text(Results.total(value), nil).contains("instructions: \(expected) (new)"))
  }

  @Test func whatStandsOut() {
    let text = Self.text(Results.newScoped, Results.oldScoped) { "<\($1) \($0)>" }
    #expect(text.contains("Benchmark: <name b>\n"))
    #expect(text.contains("    <regression instructions: 970 (regressed by 21.25%)>\n"))
    #expect(text.contains("    <improvement heap_increase: 0 pages (improved by 100.00%)>\n"))
    #expect(Self.text(Results.newScoped, nil) { "<\($1) \($0)>" }.contains(" <newness (new)>\n"))
  }
}
