import Charts
import Foundation
import Testing

struct PageTests {
  @Test func subjectsAreLinked() {
    let chart = GroupedChart(
      title: "c", scale: .ratios([1]),
      groups: [GroupedChart.Group(subject: 1, label: "b", lines: [])])
    let rows = [0, 1, 1].map { FigureTable.Row(subject: $0, cells: ["name", "5"]) }
    let table = FigureTable(head: ["a", "b"], rows: rows, isLinked: true)
    let html = Page(title: "a<b", subjectCount: 2, parts: [chart.html, table.html]).html
    #expect(html.contains("<title>a&lt;b</title>"))
    #expect(html.contains(##"<g class="k1"><a href="#k1">"##))
    // What a link leads to is there once.
    #expect(html.components(separatedBy: #"<tr id="k1" class="k1">"#).count == 2)
    #expect(html.components(separatedBy: #"<tr class="k1">"#).count == 2)
    #expect(html.contains("main:has(.k0:hover) .k0,\nmain:has(.k1:hover) .k1 {"))
  }

  @Test func tablesWithoutLinksHaveNoTargets() {
    let row = FigureTable.Row(subject: 0, cells: ["name"])
    #expect(!FigureTable(head: ["a"], rows: [row]).html.contains("id="))
  }
}
