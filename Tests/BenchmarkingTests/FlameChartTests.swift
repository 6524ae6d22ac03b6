import Benchmarking
import Foundation
import Testing

/// Pictures of calls.
struct FlameChartTests {
  private static func chart(_ calls: [FlameChart.Call], title: String = "t") -> FlameChart {
    FlameChart(title: title, unit: "instructions", calls: calls)
  }

  @Test func calleesStandAboveTheirCallers() {
    let chart = Self.chart([
      FlameChart.Call(name: "outer", caller: nil, cost: 50),
      FlameChart.Call(name: "first", caller: 0, cost: 20),
      FlameChart.Call(name: "inner", caller: 1, cost: 5),
      FlameChart.Call(name: "second", caller: 0, cost: 25),
    ])
    #expect(chart.total == 100)
    for (words, place) in [
      ("outer (100 instructions, 100%)", #"x="10.0" y="72" width="1180.0""#),
      ("first (25 instructions, 25%)", #"x="10.0" y="56" width="295.0""#),
      ("inner (5 instructions, 5%)", #"x="10.0" y="40" width="59.0""#),
      ("second (25 instructions, 25%)", #"x="305.0" y="56" width="295.0""#),
    ] {
      #expect(
        chart.svg.contains("<g><title>\(words)</title><rect \(place)"), "\(words)\n\(chart.svg)")
    }
  }

  /// Names come from the module: they are text, even if they look like markup.
  @Test func namesAreText() throws {
    let name = "<script>\u{1}&\"</title>"
    let svg = Self.chart(
      [FlameChart.Call(name: name, caller: nil, cost: 1)], title: name + " (incomplete)"
    ).svg
    #expect(!svg.contains("<script") && !svg.unicodeScalars.contains("\u{1}"))
    #expect(svg.contains("&lt;script&gt;\u{FFFD}&amp;&quot;&lt;/title&gt; (incomplete)</text>"))
    #expect(XMLCheck.isWellFormed(svg))
  }

  @Test func whatCannotBeSeenIsLeftOut() {
    let calls =
      [FlameChart.Call(name: "outer", caller: nil, cost: 1_000_000)]
      + [FlameChart.Call(name: "tiny", caller: 0, cost: 1)]
    let svg = Self.chart(calls).svg
    #expect(svg.contains("outer") && !svg.contains("tiny"))
    #expect(XMLCheck.isWellFormed(Self.chart([]).svg))
  }
}

/// Whether tags are closed in turn, which is all that a name could break.
private enum XMLCheck {
  static func isWellFormed(_ text: String) -> Bool {
    var open: [Substring] = []
    for part in text.split(separator: "<").dropFirst() {
      guard let end = part.firstIndex(of: ">") else { return false }
      let tag = part[..<end]
      let name = tag.prefix { !" /?".contains($0) || $0 == "/" }
      if tag.hasPrefix("/") {
        guard open.popLast() == tag.dropFirst() else { return false }
      } else if !tag.hasSuffix("/") {
        open.append(name)
      }
    }
    return open.isEmpty
  }
}
