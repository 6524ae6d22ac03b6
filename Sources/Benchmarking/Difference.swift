/// A value and what it was before, if it was measured before.
struct Difference: Hashable {
  let new: UInt64
  let old: UInt64?

  /// How a value compares with the one before it.
  enum Change: String, Encodable { case new, improved, regressed, unchanged }

  var amount: Int64? {
    // Values come from canisters and files, and may be anything; canbench wraps around, too.
    old.map { Int64(truncatingIfNeeded: new &- $0) }
  }

  /// The amount in percent of the old value; infinite if that was zero.
  var percent: Double? {
    guard let old, let amount else { return nil }
    guard old != 0 else { return amount == 0 ? 0 : amount < 0 ? -.infinity : .infinity }
    return Double(amount) / Double(old) * 100
  }

  /// Differences of less than the threshold, in percent, are none.
  func change(noiseThreshold: Double) -> Change {
    guard let percent else { return .new }
    if abs(percent) < noiseThreshold { return .unchanged }
    return percent < 0 ? .improved : .regressed
  }
}

/// A benchmark or one of its scopes, beside what it was before.
struct Entry {
  let benchmark: Name
  let scope: Name?
  let new: Measurement
  let old: Measurement?

  /// As reports name it.
  var fullName: String { scope.map { "\(benchmark)::\($0)" } ?? benchmark.text }

  subscript(metric: Metric) -> Difference { Difference(new: new[metric], old: old?[metric]) }

  /// All benchmarks and scopes of the new results, by name.
  static func all(new: [Name: BenchmarkResult], old: [Name: BenchmarkResult]) -> [Entry] {
    new.sorted { $0.key < $1.key }.flatMap { name, result in
      let before = old[name]
      let total = Entry(benchmark: name, scope: nil, new: result.total, old: before?.total)
      let scopes = result.scopes.sorted { $0.key < $1.key }.map { scope, measurement in
        Entry(
          benchmark: name, scope: scope, new: measurement, old: before?.scopes[scope])
      }
      return [total] + scopes
    }
  }
}
