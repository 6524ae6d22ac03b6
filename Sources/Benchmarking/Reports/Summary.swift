/// For each metric, how many benchmarks changed and by how much; scopes don't count.
struct Summary {
  private let totals: [Entry]
  private let noiseThreshold: Double

  init(_ entries: [Entry], noiseThreshold: Double) {
    totals = entries.filter { $0.scope == nil }
    self.noiseThreshold = noiseThreshold
  }

  /// The lines, without line feeds at their ends.
  var lines: [String] {
    ["Summary:"] + Metric.costs.map { lines(about: $0) }.joined(separator: [""])
  }

  private func lines(about metric: Metric) -> [String] {
    let differences = totals.map { $0[metric] }
    var counts: [Difference.Change: Int] = [:]
    for difference in differences {
      counts[difference.change(noiseThreshold: noiseThreshold), default: 0] += 1
    }
    let (regressed, improved) = (counts[.regressed] ?? 0, counts[.improved] ?? 0)
    let (new, unchanged) = (counts[.new] ?? 0, counts[.unchanged] ?? 0)
    let status = Self.status(
      hasRegressions: regressed > 0, hasImprovements: improved > 0, hasNew: new > 0)
    let amounts = differences.compactMap(\.amount).sorted()
    let percents = differences.compactMap(\.percent).sorted()
    return [
      "  \(metric.rawValue):",
      "    status:   \(status)",
      "    counts:   [total \(differences.count) | regressed \(regressed) | improved \(improved) "
        + "| new \(new) | unchanged \(unchanged)]",
      "    change:   "
        + Self.range(of: amounts.map(Double.init)) {
          NumberText.signed(Int64(saturating: $0.rounded(.toNearestOrAwayFromZero)))
        },
      "    change %: " + Self.range(of: percents, text: NumberText.signedPercent),
    ]
  }

  private static func status(
    hasRegressions: Bool, hasImprovements: Bool, hasNew: Bool
  ) -> String {
    switch (hasRegressions, hasImprovements, hasNew) {
    case (false, false, false): "No significant changes 👍"
    case (true, false, false): "Regressions detected 🔴"
    case (false, true, false): "Improvements detected 🟢"
    case (false, false, true): "New benchmarks added ➕"
    case (true, true, false): "Regressions and improvements 🔴🟢"
    case (true, false, true): "Regressions and new benchmarks 🔴➕"
    case (false, true, true): "Improvements and new benchmarks 🟢➕"
    case (true, true, true): "Regressions, improvements, and new benchmarks 🔴🟢➕"
    }
  }

  /// Five places in the order of sorted values.
  private static func range(of sorted: [Double], text: (Double) -> String) -> String {
    guard let first = sorted.first, let last = sorted.last else { return "n/a" }
    let places = [
      ("max", last), ("p75", percentile(75, of: sorted)), ("median", percentile(50, of: sorted)),
      ("p25", percentile(25, of: sorted)), ("min", first),
    ]
    return "[" + places.map { "\($0) \(text($1))" }.joined(separator: " | ") + "]"
  }

  /// Between two values in proportion to the distance.
  private static func percentile(_ percentile: Double, of sorted: [Double]) -> Double {
    let rank = percentile / 100 * Double(sorted.count - 1)
    let lower = Int(rank.rounded(.down))
    let upper = Int(rank.rounded(.up))
    guard lower != upper else { return sorted[lower] }
    let weight = rank - Double(lower)
    return sorted[lower] * (1 - weight) + sorted[upper] * weight
  }
}

extension Int64 {
  /// The number, or the nearest one that there is.
  fileprivate init(saturating value: Double) {
    self = Int64(exactly: value) ?? (value < 0 ? .min : .max)
  }
}
