/// The summary of a run's results, after the benchmarks' own blocks.
package struct Report {
  private let entries: [Entry]
  private let noiseThreshold: Double

  /// A report on new results, compared with those before.
  package init(
    new: [Name: BenchmarkResult], old: [Name: BenchmarkResult], noiseThreshold: Double
  ) {
    entries = Entry.all(new: new, old: old)
    self.noiseThreshold = noiseThreshold
  }

  /// The line between the parts of the output.
  package static let rule = String(repeating: "-", count: 51)

  /// Summary and table, without line feeds at the lines' ends.
  package var lines: [String] {
    let summary = [""] + Summary(entries, noiseThreshold: noiseThreshold).lines + ["", Self.rule]
    let table = ChangesTable(entries, noiseThreshold: noiseThreshold)
    if table.isEmpty { return summary }
    return summary + ["", "Only significant changes:"] + table.lines + ["", Self.rule]
  }

  /// All entries as comma-separated values, whether they changed or not.
  package var csv: String { CSVTable.text(of: entries) }
}
