import Charts

extension ComparisonPage {
  /// The messages that some canister has run for: what a chart can show.
  private var shownMessages: [(index: Int, message: ComparisonReport.Message)] {
    report.messages.enumerated().filter { $0.element.times.allSatisfy { $0.median > 0 } }
      .map { ($0.offset, $0.element) }
  }

  /// The time of each message on each engine.
  var times: String {
    guard !shownMessages.isEmpty else { return "" }
    let groups = shownMessages.map { subject, message in
      GroupedChart.Group(
        subject: subject, label: message.label,
        lines: message.times.enumerated().map { index, samples in
          GroupedChart.Line(
            series: index % 6, bar: (samples.median, Figures.time(samples.median)),
            tooltip: tooltip(message, index))
        })
    }
    let chart = GroupedChart(
      title: "Execution time by message and engine",
      scale: .logarithmic(shownMessages.flatMap { $1.times.map(\.median) }), groups: groups)
    return Page.section(
      "Execution time",
      "The median of each message’s times. Every line across is ten times the one before it.",
      legend + chart.html)
  }

  /// How many times as fast as each other engine the first one is.
  var speedUps: String {
    guard !shownMessages.isEmpty else { return "" }
    return report.contenders.indices.dropFirst().map { index in
      let ratios = shownMessages.map { $1.times[index].median / $1.times[0].median }
      let groups = zip(shownMessages, ratios).map { shown, ratio in
        let message = shown.message
        return GroupedChart.Group(
          subject: shown.index, label: message.label,
          lines: [
            GroupedChart.Line(
              series: 0, bar: (ratio, Figures.ratio(ratio)),
              tooltip: "\(message.label): \(Figures.time(message.times[index].median)) ÷ "
                + Figures.time(message.times[0].median))
          ])
      }
      let (first, other) = (report.contenders[0], report.contenders[index])
      let heading = "Speed-up: \(first.name) over \(other.name)"
      let chart = GroupedChart(
        title: heading, scale: .ratios(ratios), groups: groups, reference: 1)
      return Page.section(
        heading,
        "The time with “\(other.label)” in parts of the time with “\(first.label)”. At the dashed "
          + "line both take equally long.",
        chart.html)
    }.joined(separator: "\n")
  }

  /// Each measurement as a dot.
  var distribution: String {
    guard report.rounds > 1, !shownMessages.isEmpty else { return "" }
    let groups = shownMessages.map { subject, message in
      GroupedChart.Group(
        subject: subject, label: message.label,
        lines: message.times.enumerated().map { index, samples in
          GroupedChart.Line(
            series: index % 6, dots: samples.values.map { Double($0) }, mark: samples.median,
            tooltip: tooltip(message, index))
        })
    }
    let values = shownMessages.flatMap { $1.times.flatMap { $0.values.map { Double($0) } } }
    let chart = GroupedChart(
      title: "All measurements by message and engine", scale: .logarithmic(values), groups: groups)
    return Page.section(
      "Distribution", "A dot for each round, and a mark at the median.", legend + chart.html)
  }

  private func tooltip(_ message: ComparisonReport.Message, _ index: Int) -> String {
    let samples = message.times[index]
    return "\(message.label), \(report.contenders[index].label): median "
      + "\(Figures.time(samples.median)), from \(Figures.time(samples.quantile(0))) to "
      + Figures.time(samples.quantile(1))
  }
}

extension ComparisonReport.Message {
  /// The message as charts name it, with its line in the script.
  var label: String { "\(description) · \(line)" }
}
