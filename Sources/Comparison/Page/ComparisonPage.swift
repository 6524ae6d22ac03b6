import Charts

/// The report as a page for a browser.
package struct ComparisonPage {
  let report: ComparisonReport
  /// The name of what was compared, and the command that did so.
  private let title: String
  private let command: String
  private let machine: Machine
  private let version: String

  /// A page about a report; `script` is the script's path and `command` what the user has typed.
  package init(
    _ report: ComparisonReport, script: String, command: String, machine: Machine, version: String
  ) {
    self.report = report
    title = script
    self.command = command
    self.machine = machine
    self.version = version
  }

  package var html: String {
    Page(
      title: "\(title) – tinsmith compare", subjectCount: report.messages.count,
      parts: [header, tiles, times, speedUps, distribution, timeTable, workTable, method]
    ).html
  }

  private var header: String {
    let rounds = report.rounds == 1 ? "1 round" : "\(report.rounds) rounds"
    let heading = Markup.element("h1", [:], Markup.escape(title))
    guard let mismatch = report.mismatch else {
      return heading
        + """
        <p><span class="verdict">\(report.contenders.count == 1 ? "Measured." : "All agree.")</span>
        \(report.messages.count) messages, \(rounds). \(agreement)</p>
        """
    }
    return heading
      + """
      <p><span class="verdict bad">The engines do not agree.</span> What follows is what was found
      before.</p>
      <pre>\(Markup.escape(mismatch.text(script: title)))</pre>
      """
  }

  private var agreement: String {
    guard report.contenders.count > 1 else { return "" }
    let counts = report.countsInstructions ? ", the instructions counted" : ""
    return """
      After each message the reply or error, the debug prints\(counts), the pages changed, and the \
      content of heap, stable memory and globals were the same on every engine.
      """
  }

  /// The time of the whole script, an engine a tile.
  private var tiles: String {
    guard !report.messages.isEmpty else { return "" }
    let totals = report.totals
    return Page.tiles(
      report.contenders.enumerated().map { index, contender in
        let ratio = Figures.ratio(totals[index] / totals[0])
        return (
          index % 6, contender.label, Figures.time(totals[index]),
          index == 0 ? "for all messages" : "\(ratio) the first one’s time"
        )
      })
  }

  var legend: String {
    Page.legend(report.contenders.enumerated().map { ($0 % 6, $1.label) })
  }

  private var method: String {
    Page.method(
      """
      Each engine runs every canister in a process of its own; the time is that which the canister \
      takes, without the machinery around it. Engines take turns with each message, in changing \
      order. A first round, which is not measured, compares what they answer and keep.
      """, version: version, machine: machine.description, command: command)
  }
}
