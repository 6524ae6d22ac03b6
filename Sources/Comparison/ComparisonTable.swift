import Charts

/// The report as a table for a terminal: the median time of each message on each engine, how far
/// the times spread, and how many times the first engine's the others take.
package struct ComparisonTable {
  private let report: ComparisonReport

  package init(_ report: ComparisonReport) { self.report = report }

  /// Lines, each with its end.
  package var text: String {
    let rows = [header] + report.messages.map(row) + [totals]
    let widths = header.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    let lines = rows.map { row in
      zip(row, widths).enumerated().map { column, cell in
        column == 1 ? cell.0.padding(to: cell.1) : cell.0.paddingBefore(to: cell.1)
      }.joined(separator: "  ")
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private var others: Range<Int> { 1..<max(1, report.contenders.count) }

  private var header: [String] {
    ["line", "message"] + report.contenders.flatMap { [$0.name, "±"] }
      + others.map { "\(report.contenders[$0].name) ÷ \(report.contenders[0].name)" }
  }

  private func row(_ message: ComparisonReport.Message) -> [String] {
    let first = message.times[0].median
    return ["\(message.line)", message.description]
      + message.times.flatMap {
        [Figures.time($0.median), Figures.percentage($0.spread / 2, of: $0.median)]
      }
      + others.map { Figures.ratio(message.times[$0].median / first) }
  }

  private var totals: [String] {
    let totals = report.totals
    return ["", "all \(report.messages.count) messages"]
      + totals.flatMap { [Figures.time($0), ""] }
      + others.map { Figures.ratio(totals[$0] / totals[0]) }
  }
}

extension ComparisonReport.Message {
  /// The message in a few words, with what it ended in if that was no reply.
  var description: String {
    [kind, title, verdict == "reply" || verdict == "ok" ? "" : "(\(verdict))"]
      .filter { !$0.isEmpty }.joined(separator: " ")
  }
}
