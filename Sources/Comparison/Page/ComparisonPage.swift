import Charts

/// The report as a page for a browser: one file that needs nothing else, not even a script.
package struct ComparisonPage {
  let report: ComparisonReport
  /// The name of what was compared, and the command that did so.
  let title: String
  let command: String
  let machine: Machine
  let version: String

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
    let head =
      Markup.element("title", [:], Markup.escape("\(title) – tinsmith compare"))
      + Markup.element("style", [:], Stylesheet.text)
    let parts = [header, tiles, times, speedUps, distribution, timeTable, workTable, method]
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      \(head)
      </head>
      <body>
      <main>
      \(parts.joined(separator: "\n"))
      </main>
      </body>
      </html>

      """
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
    let tiles = report.contenders.enumerated().map { index, contender in
      let comparison =
        index == 0
        ? "for all messages" : "\(Figures.ratio(totals[index] / totals[0])) the first one’s time"
      return Markup.element(
        "div", ["class": "tile s\(index % 6)"],
        Markup.escape(contender.label) + Markup.element("b", [:], Figures.time(totals[index]))
          + Markup.element("span", ["class": "soft"], comparison))
    }
    return Markup.element("div", ["class": "tiles"], tiles.joined())
  }

  /// A part of the page with a heading, a sentence or two, and the rest.
  func section(_ heading: String, _ sentence: String, _ content: String) -> String {
    Markup.element(
      "section", [:],
      Markup.element("h2", [:], Markup.escape(heading))
        + Markup.element("p", [:], Markup.escape(sentence)) + content)
  }

  var legend: String {
    let items = report.contenders.enumerated().map { index, contender in
      Markup.element("li", ["class": "s\(index % 6)"], Markup.escape(contender.label))
    }
    return Markup.element("ul", ["class": "legend"], items.joined())
  }

  private var method: String {
    section(
      "How it was measured",
      """
      Each engine runs every canister in a process of its own; the time is that which the canister \
      takes, without the machinery around it. Engines take turns with each message, in changing \
      order. A first round, which is not measured, compares what they answer and keep.
      """,
      """
      <p class="soft">\(Markup.escape("\(version), \(machine.description)"))</p>
      <pre>\(Markup.escape(command))</pre>
      """)
  }
}
