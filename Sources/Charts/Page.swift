/// A page for a browser in the style that all pages have: one file that needs nothing else, not
/// even a script.
///
/// What is about one subject, such as a message or a benchmark, bears its number in each chart and
/// each table, and is set off everywhere while the pointer is on it.
package struct Page {
  private let title: String
  private let subjectCount: Int
  private let parts: [String]

  /// A page of parts, which are markup, about so many subjects.
  package init(title: String, subjectCount: Int, parts: [String]) {
    self.title = title
    self.subjectCount = subjectCount
    self.parts = parts
  }

  package var html: String {
    let head =
      Markup.element("title", [:], Markup.escape(title))
      + Markup.element("style", [:], Stylesheet.text + Stylesheet.links(count: subjectCount))
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

  /// A part of the page with a heading, a sentence or two, and the rest, which is markup.
  package static func section(
    _ heading: String, _ sentence: String, _ content: String
  ) -> String {
    Markup.element(
      "section", [:],
      Markup.element("h2", [:], Markup.escape(heading))
        + Markup.element("p", [:], Markup.escape(sentence)) + content)
  }

  /// Figures that stand out at the top, in the colours of their series.
  package static func tiles(
    _ tiles: [(series: Int, label: String, figure: String, remark: String)]
  ) -> String {
    let tiles = tiles.map { tile in
      Markup.element(
        "div", ["class": "tile s\(tile.series)"],
        Markup.escape(tile.label) + Markup.element("b", [:], Markup.escape(tile.figure))
          + Markup.element("span", ["class": "soft"], Markup.escape(tile.remark)))
    }
    return Markup.element("div", ["class": "tiles"], tiles.joined())
  }

  /// What the colours of series stand for.
  package static func legend(_ items: [(series: Int, label: String)]) -> String {
    let items = items.map { item in
      Markup.element("li", ["class": "s\(item.series)"], Markup.escape(item.label))
    }
    return Markup.element("ul", ["class": "legend"], items.joined())
  }

  /// Where the figures come from: how they were measured, by which program, on which machine, and
  /// by which command.
  package static func method(
    _ sentence: String, version: String, machine: String, command: String
  ) -> String {
    section(
      "How it was measured", sentence,
      Markup.element("p", ["class": "soft"], Markup.escape("\(version), \(machine)"))
        + Markup.element("pre", [:], Markup.escape(command)))
  }
}
