import Benchmarking

/// Results of benchmarks that tests compare.
enum Results {
  static func total(
    _ instructions: UInt64, heap: UInt64 = 0, stable: UInt64 = 0,
    scopes: [Name: Measurement] = [:]
  ) -> BenchmarkResult {
    BenchmarkResult(
      total: Measurement(
        calls: 1, instructions: instructions, heapIncrease: heap, stableMemoryIncrease: stable),
      scopes: scopes)
  }

  /// Scopes of which one regressed and improved, and one is new.
  static let oldScoped = total(
    0, scopes: ["scope_1": Measurement(calls: 1, instructions: 800, heapIncrease: 12)])
  static let newScoped = total(
    3834,
    scopes: [
      "scope_2": Measurement(calls: 1, instructions: 781),
      "scope_1": Measurement(calls: 1, instructions: 970),
    ])
}
