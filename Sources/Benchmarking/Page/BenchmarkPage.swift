import Charts
import Foundation

/// The results of a run as a page for a browser.
package struct BenchmarkPage {
  /// The name of what was measured.
  private let title: String
  /// The benchmarks, in the order in which they were run, and their scopes.
  private let entries: [Entry]
  /// By name, if times were asked for.
  private let native: [Name: NativeBlock]
  private let noiseThreshold: Double
  /// Which number each benchmark has on the page.
  private let subjects: [Name: Int]
  private let origin: Origin

  /// Where the figures come from.
  package struct Origin {
    let command: String
    let machine: String
    let version: String

    /// Results of a command that the user has typed, by a version of this program.
    package init(command: String, machine: String, version: String) {
      self.command = command
      self.machine = machine
      self.version = version
    }
  }

  /// A page about new results, compared with those before.
  package init(
    title: String, new: [Name: BenchmarkResult], old: [Name: BenchmarkResult],
    native: [Name: NativeBlock], noiseThreshold: Double, origin: Origin
  ) {
    self.title = title
    entries = Entry.all(new: new, old: old)
    self.native = native
    self.noiseThreshold = noiseThreshold
    subjects = Dictionary(
      uniqueKeysWithValues: new.keys.sorted().enumerated().map { ($1, $0) })
    self.origin = origin
  }

  package var html: String {
    Page(
      title: "\(title) – tinsmith bench", subjectCount: subjects.count,
      parts: [header, tiles, instructions, changes, times, table, method]
    ).html
  }

  private var totals: [Entry] { entries.filter { $0.scope == nil } }

  private func change(_ entry: Entry) -> Difference.Change {
    entry[.instructions].change(noiseThreshold: noiseThreshold)
  }

  private func count(_ change: Difference.Change) -> Int {
    totals.count { self.change($0) == change }
  }

  // The top ---------------------------------------------------------------------------------------

  private var header: String {
    let (verdict, style) =
      count(.regressed) > 0 ? ("Some got worse.", "verdict bad") : ("None got worse.", "verdict")
    return Markup.element("h1", [:], Markup.escape(title))
      + Markup.element(
        "p", [:],
        Markup.element("span", ["class": style], verdict)
          + " Changes of less than \(String(format: "%g", noiseThreshold)) % count as none.")
  }

  private var tiles: String {
    Page.tiles([
      (0, "Benchmarks", "\(totals.count)", "\(count(.unchanged)) unchanged"),
      (1, "Regressed", "\(count(.regressed))", "more instructions than before"),
      (3, "Improved", "\(count(.improved))", "fewer instructions than before"),
      (2, "New", "\(count(.new))", "not measured before"),
    ])
  }

  // Charts ----------------------------------------------------------------------------------------

  private func group(_ entry: Entry, _ lines: [GroupedChart.Line]) -> GroupedChart.Group {
    GroupedChart.Group(
      subject: subjects[entry.benchmark] ?? 0, label: entry.benchmark.text, lines: lines)
  }

  private var instructions: String {
    guard !totals.isEmpty else { return "" }
    let groups = totals.map { entry in
      let values =
        [(0, "now", entry.new.instructions)]
        + (entry.old.map { [(5, "before", $0.instructions)] } ?? [])
      return group(
        entry,
        values.map { series, when, value in
          GroupedChart.Line(
            series: series, bar: (Double(value), NumberText.compact(value)),
            tooltip: "\(entry.benchmark), \(when): \(Figures.count(value)) instructions")
        })
    }
    let values = totals.flatMap { [$0.new.instructions] + ($0.old.map { [$0.instructions] } ?? []) }
    let chart = GroupedChart(
      title: "Instructions by benchmark",
      scale: .logarithmic(values.map { Double($0) }) { NumberText.power($0) }, groups: groups)
    let hasOld = totals.contains { $0.old != nil }
    return Page.section(
      "Instructions",
      "As the Internet Computer counts them. Every line across is ten times the one before it.",
      (hasOld ? Page.legend([(0, "now"), (5, "before")]) : "") + chart.html)
  }

  /// What was measured before, in parts of that.
  private var changes: String {
    let shown = totals.compactMap { entry -> (entry: Entry, ratio: Double)? in
      guard let old = entry.old, old.instructions > 0 else { return nil }
      return (entry, Double(entry.new.instructions) / Double(old.instructions))
    }
    guard !shown.isEmpty else { return "" }
    let groups = shown.map { entry, ratio in
      let series =
        switch change(entry) {
        case .regressed: 1
        case .improved: 3
        case .new, .unchanged: 5
        }
      let percent = NumberText.signedPercent((ratio - 1) * 100)
      return group(
        entry,
        [
          GroupedChart.Line(
            series: series, bar: (ratio, percent), tooltip: "\(entry.benchmark): \(percent)")
        ])
    }
    let chart = GroupedChart(
      title: "Change of instructions by benchmark", scale: .ratios(shown.map(\.ratio)),
      groups: groups, reference: 1)
    return Page.section(
      "Change",
      "Instructions relative to those before. At the dashed line nothing has changed.",
      Page.legend([(1, "regressed"), (3, "improved"), (5, "unchanged")]) + chart.html)
  }

  private var times: String {
    let shown = totals.compactMap { entry in native[entry.benchmark].map { (entry, $0) } }
    guard !shown.isEmpty else { return "" }
    let groups = shown.map { entry, block in
      let label = Figures.time(block.median)
      return group(
        entry,
        [
          GroupedChart.Line(
            series: 0, bar: (block.median, label),
            tooltip: "\(entry.benchmark): median \(label) of \(block.durations.count) runs"),
          GroupedChart.Line(
            series: 0, dots: block.durations, mark: block.median,
            tooltip: "\(entry.benchmark): a dot for each run"),
        ])
    }
    let chart = GroupedChart(
      title: "Time by benchmark", scale: .logarithmic(shown.flatMap { $1.durations }),
      groups: groups)
    return Page.section(
      "Time on this machine",
      "The median of each benchmark’s runs as native code, and a dot for each of them.",
      chart.html)
  }

  // Figures ---------------------------------------------------------------------------------------

  private var table: String {
    let metrics: [(heading: String, metric: Metric)] = [
      ("Instructions", .instructions), ("Heap pages", .heapIncrease),
      ("Stable pages", .stableMemoryIncrease),
    ]
    let rows = entries.map { entry in
      let cells = metrics.flatMap { _, metric in
        let difference = entry[metric]
        return [
          Figures.count(difference.new), difference.percent.map(NumberText.signedPercent) ?? "new",
        ]
      }
      let calls = entry.scope == nil ? "" : Figures.count(entry.new.calls)
      return FigureTable.Row(
        subject: subjects[entry.benchmark] ?? 0, cells: [entry.fullName, calls] + cells)
    }
    return Page.section(
      "All figures",
      "Scopes come after their benchmark’s name. Pages have 64 KiB, and are those that were added.",
      FigureTable(
        head: ["Benchmark", "Calls"] + metrics.flatMap { [$0.heading, "Δ"] }, rows: rows,
        isLinked: true
      ).html)
  }

  private var method: String {
    Page.method(
      """
      Each benchmark begins with the state after the canister’s installation. Instructions do \
      not depend on the machine, times do.
      """, version: origin.version, machine: origin.machine, command: origin.command)
  }
}
