import Foundation
import Testing

@testable import Comparison

struct ComparisonPageTests {
  static func report(instructions: UInt64 = 0) -> ComparisonReport {
    ComparisonReport(
      contenders: [
        .init(name: "inline", label: "Inline"), .init(name: "call", label: "By <calls>"),
      ],
      messages: [
        .init(
          line: 3, title: "get<many>", kind: "query", verdict: "reply", changedHeapPages: 4,
          instructions: [instructions, instructions],
          times: [Samples([1000, 1100, 1200]), Samples([4400, 4300, 4500])]),
        .init(
          line: 4, title: "nothing", kind: "update", verdict: "IC0536", instructions: [0, 0],
          times: [Samples([0, 0, 0]), Samples([0, 0, 0])]),
      ])
  }

  func html(_ report: ComparisonReport) -> String {
    ComparisonPage(
      report, script: "a&b.drun", command: "tinsmith compare 'a&b.drun'",
      machine: Machine(description: "1 × abacus"), version: "tinsmith 0"
    ).html
  }

  @Test func textsAreNoMarkup() {
    let html = html(Self.report())
    #expect(html.contains("<h1>a&amp;b.drun</h1>"))
    #expect(html.contains("query get&lt;many&gt; · 3"))
    #expect(html.contains("By &lt;calls&gt;"))
    #expect(!html.contains("<many>") && !html.contains("<calls>") && !html.contains("<script"))
  }

  @Test func pageNeedsNothingElse() {
    let html = html(Self.report())
    for word in ["http:", "https:", "url(", "src=", "@import"] {
      #expect(!html.contains(word))
    }
    #expect(!html.replacing("href=\"#", with: "").contains("href="))
    #expect(html.contains("prefers-color-scheme: dark") && html.contains("@media print"))
  }

  @Test func everyMeasurementIsShown() {
    let html = html(Self.report())
    // A message that no canister has run for has a row, but nothing in a chart.
    #expect(html.components(separatedBy: "<rect ").count - 1 == 2 + 1)
    #expect(html.components(separatedBy: "<circle ").count - 1 == 6)
    #expect(html.contains(">1.10 µs</td>") && html.contains(">4.40 µs</td>"))
    #expect(html.contains(">4.0×</td>") && html.contains("update nothing (IC0536)</td>"))
    #expect(!html.contains("Instructions</th>"))
    #expect(self.html(Self.report(instructions: 1234)).contains(">1,234</td>"))
  }

  @Test func elementsAreClosedInOrder() {
    var open: [Substring] = []
    let empty: Set<Substring> = ["meta", "!DOCTYPE"]
    for piece in html(Self.report(instructions: 5)).split(separator: "<").dropFirst(0) {
      let name = piece.prefix { !" >\n".contains($0) }
      if name.hasPrefix("/") {
        #expect(open.popLast() == name.dropFirst())
      } else if !empty.contains(name) {
        open.append(name)
      }
    }
    #expect(open.isEmpty)
  }

  @Test func tableIsAligned() {
    let lines = ComparisonTable(Self.report()).text.split(separator: "\n")
    #expect(
      lines == [
        "line  message                   inline    ±     call    ±  call ÷ inline",
        "   3  query get<many>          1.10 µs  5 %  4.40 µs  1 %           4.0×",
        "   4  update nothing (IC0536)        –             –                   –",
        "      all 2 messages           1.10 µs       4.40 µs                4.0×",
      ])
  }
}
