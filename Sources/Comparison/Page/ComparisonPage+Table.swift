extension ComparisonPage {
  /// All figures, to be read and copied.
  var table: String {
    guard !report.messages.isEmpty else { return "" }
    let table = Markup.element(
      "table", [:],
      Markup.element("thead", [:], head) + Markup.element("tbody", [:], rows)
        + Markup.element("tfoot", [:], foot))
    return section(
      "All figures",
      "Medians, and how far the middle half of the times reaches to either side. Pages have 4 KiB; "
        + "those count whose content a message has changed.",
      Markup.element("div", ["class": "wide"], table))
  }

  private var head: String {
    var cells = heading("Line") + heading("Message", isLeft: true)
    for contender in report.contenders { cells += heading(contender.name) + heading("±") }
    for contender in report.contenders.dropFirst() {
      cells += heading("\(contender.name) ÷ \(report.contenders[0].name)")
    }
    if report.countsInstructions { cells += heading("Instructions") }
    cells += heading("Heap pages") + heading("Stable pages")
    return Markup.element("tr", [:], cells)
  }

  private var rows: String {
    report.messages.map { message in
      var cells = cell("\(message.line)") + cell(message.description, isLeft: true)
      for samples in message.times {
        cells += cell(Figures.time(samples.median))
        cells += cell(Figures.percentage(samples.spread / 2, of: samples.median))
      }
      for samples in message.times.dropFirst() {
        cells += cell(Figures.ratio(samples.median / message.times[0].median))
      }
      if report.countsInstructions {
        cells += cell(Figures.count(message.instructions.max() ?? 0))
      }
      cells += cell(Figures.count(message.changedHeapPages))
      cells += cell(Figures.count(message.changedStablePages))
      return Markup.element("tr", [:], cells)
    }.joined(separator: "\n")
  }

  private var foot: String {
    let totals = report.totals
    var cells = cell("") + cell("All messages", isLeft: true)
    for total in totals { cells += cell(Figures.time(total)) + cell("") }
    for total in totals.dropFirst() { cells += cell(Figures.ratio(total / totals[0])) }
    if report.countsInstructions {
      cells += cell(sum { $0.instructions.max() ?? 0 })
    }
    cells += cell(sum(\.changedHeapPages)) + cell(sum(\.changedStablePages))
    return Markup.element("tr", [:], cells)
  }

  private func sum(_ count: (ComparisonReport.Message) -> UInt64) -> String {
    Figures.count(report.messages.reduce(0) { $0 &+ count($1) })
  }

  private func heading(_ text: String, isLeft: Bool = false) -> String {
    Markup.element("th", isLeft ? ["class": "left"] : [:], Markup.escape(text))
  }

  private func cell(_ text: String, isLeft: Bool = false) -> String {
    Markup.element("td", isLeft ? ["class": "left"] : [:], Markup.escape(text))
  }
}
