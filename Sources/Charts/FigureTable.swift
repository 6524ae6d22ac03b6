/// A table with a name in one column and figures in the others.
package struct FigureTable {
  private let head: [String]
  private let rows: [Row]
  private let foot: [String]
  private let nameColumn: Int
  private let isLinked: Bool

  /// A row about a subject of the page.
  package struct Row {
    let subject: Int
    let cells: [String]

    package init(subject: Int, cells: [String]) {
      self.subject = subject
      self.cells = cells
    }
  }

  /// A table; charts link to the rows of the one that `isLinked`.
  package init(
    head: [String], rows: [Row], foot: [String] = [], nameColumn: Int = 0, isLinked: Bool = false
  ) {
    self.head = head
    self.rows = rows
    self.foot = foot
    self.nameColumn = nameColumn
    self.isLinked = isLinked
  }

  package var html: String {
    var linked: Set<Int> = []
    let body = rows.map { row in
      let name = "k\(row.subject)"
      let isFirst = isLinked && linked.insert(row.subject).inserted
      return Markup.element(
        "tr", isFirst ? ["id": name, "class": name] : ["class": name], cells("td", row.cells))
    }
    let end = foot.isEmpty ? "" : Markup.element("tfoot", [:], line("td", foot))
    let table = Markup.element(
      "table", [:],
      Markup.element("thead", [:], line("th", head))
        + Markup.element("tbody", [:], body.joined(separator: "\n")) + end)
    return Markup.element("div", ["class": "wide"], table)
  }

  private func line(_ element: String, _ texts: [String]) -> String {
    Markup.element("tr", [:], cells(element, texts))
  }

  private func cells(_ element: String, _ texts: [String]) -> String {
    texts.enumerated().map { column, text in
      Markup.element(element, column == nameColumn ? ["class": "left"] : [:], Markup.escape(text))
    }.joined()
  }
}
