import Charts

extension ComparisonPage {
  /// All times, to be read and copied.
  var timeTable: String {
    guard !report.messages.isEmpty else { return "" }
    return Page.section(
      "Times in figures",
      "Medians, and how far the middle half of the times reaches to either side.",
      table(timeHead, timeRows, timeFoot, isLinked: true))
  }

  private var timeHead: [String] {
    report.contenders.flatMap { [$0.name, "±"] }
      + report.contenders.dropFirst().map { "\($0.name) ÷ \(report.contenders[0].name)" }
  }

  private var timeRows: [[String]] {
    report.messages.map { message in
      message.times.flatMap {
        [Figures.time($0.median), Figures.percentage($0.spread / 2, of: $0.median)]
      }
        + message.times.dropFirst().map { Figures.ratio($0.median / message.times[0].median) }
    }
  }

  private var timeFoot: [String] {
    let totals = report.totals
    return totals.flatMap { [Figures.time($0), ""] }
      + totals.dropFirst().map { Figures.ratio($0 / totals[0]) }
  }

  /// What messages do, on any engine.
  var workTable: String {
    guard !report.messages.isEmpty else { return "" }
    let counts: [(heading: String, count: (ComparisonReport.Message) -> UInt64)] =
      (report.countsInstructions ? [("Instructions", { $0.instructions.max() ?? 0 })] : [])
      + [("Heap pages", \.changedHeapPages), ("Stable pages", \.changedStablePages)]
    return Page.section(
      "Work in figures",
      "The same on every engine\(report.countsInstructions ? " that counts instructions" : ""). "
        + "Pages have 4 KiB; those count whose content a message has changed.",
      table(
        counts.map(\.heading),
        report.messages.map { message in counts.map { Figures.count($0.count(message)) } },
        counts.map { count in
          Figures.count(report.messages.reduce(0) { $0 &+ count.count($1) })
        }))
  }

  /// A table with a row for each message, and the cells that follow its line and its name.
  private func table(
    _ head: [String], _ rows: [[String]], _ foot: [String], isLinked: Bool = false
  ) -> String {
    FigureTable(
      head: ["Line", "Message"] + head,
      rows: zip(report.messages, rows).enumerated().map { index, row in
        FigureTable.Row(
          subject: index, cells: ["\(row.0.line)", row.0.description] + row.1)
      },
      foot: ["", "All messages"] + foot, nameColumn: 1, isLinked: isLinked
    ).html
  }
}
