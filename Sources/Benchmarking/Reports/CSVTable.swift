/// All benchmarks and scopes, for spreadsheets.
enum CSVTable {
  static func text(of entries: [Entry]) -> String {
    ([header] + entries.map(row)).map { $0.joined(separator: ",") + "\n" }.joined()
  }

  private static let header =
    ["status", "name"]
    + ["scope_calls", "instructions", "heap_increase", "stable_memory_increase"].flatMap {
      [$0, "\($0) Δ", "\($0) Δ%"]
    }

  private static func row(_ entry: Entry) -> [String] {
    let calls = entry.scope == nil ? ["", "", ""] : cells(entry[.calls])
    return [entry.old == nil ? "new" : "", quoted(entry.fullName)] + calls
      + Metric.costs.flatMap { cells(entry[$0]) }
  }

  private static func cells(_ difference: Difference) -> [String] {
    [
      String(difference.new),
      difference.amount.map { String($0) } ?? "",
      difference.percent.map(NumberText.csvPercent) ?? "",
    ]
  }

  /// Names are the canister's: one with a comma must not move the columns (RFC 4180).
  private static func quoted(_ text: String) -> String {
    guard text.utf8.contains(where: { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }) else { return text }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }
}
