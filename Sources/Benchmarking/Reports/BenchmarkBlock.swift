/// The block of lines about one benchmark, in the form of canbench 0.6.
package struct BenchmarkBlock {
  private let name: Name
  private let new: BenchmarkResult
  private let old: BenchmarkResult?
  private let noiseThreshold: Double
  private let highlight: Highlighter

  /// A block about a result, compared with the one before, if there was one.
  package init(
    name: Name, new: BenchmarkResult, old: BenchmarkResult?, noiseThreshold: Double,
    highlight: @escaping Highlighter = { text, _ in text }
  ) {
    self.name = name
    self.new = new
    self.old = old
    self.noiseThreshold = noiseThreshold
    self.highlight = highlight
  }

  /// The lines, without line feeds at their ends.
  package var lines: [String] {
    let newness = old == nil ? " " + highlight("(new)", .newness) : ""
    var lines = ["Benchmark: \(highlight(name.text, .name))\(newness)", "  total:"]
    lines += Metric.costs.map { line($0, new: new.total, old: old?.total) }
    for (scope, measurement) in new.scopes.sorted(by: { $0.key < $1.key }) {
      lines += ["", "  \(scope) (scope):"]
      lines += Metric.allCases.map { line($0, new: measurement, old: old?.scopes[scope]) }
    }
    return lines
  }

  private func line(_ metric: Metric, new: Measurement, old: Measurement?) -> String {
    let text = "\(metric.rawValue): \(NumberText.spaced(new[metric]))\(metric.unit)"
    let difference = Difference(new: new[metric], old: old?[metric])
    let (remark, emphasis) = remark(difference)
    let whole = "\(text) (\(remark)"
    return "    " + (emphasis.map { highlight(whole, $0) } ?? whole)
  }

  /// What follows a value, after an opening parenthesis, and how the line stands out.
  private func remark(_ difference: Difference) -> (String, Emphasis?) {
    guard let old = difference.old else { return ("new)", nil) }
    if difference.new == old { return ("no change)", nil) }
    // Not so with infinite percents: from zero, everything is significant.
    if old == 0 { return ("regressed from 0)", .regression) }
    let percent = (Double(difference.new) - Double(old)) / Double(old) * 100
    let size = NumberText.percent(abs(percent))
    if abs(percent) < noiseThreshold {
      return ("\(NumberText.percent(percent))) (change within noise threshold)", nil)
    }
    return percent > 0
      ? ("regressed by \(size))", .regression) : ("improved by \(size))", .improvement)
  }
}
