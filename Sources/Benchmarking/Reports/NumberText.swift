import Foundation

/// Numbers as reports write them.
enum NumberText {
  /// For a benchmark's own block: plain below 10,000, else with two decimals and a unit.
  static func spaced(_ value: UInt64) -> String {
    value < 10_000 ? String(value) : scaled(Double(value), format: "%.2f", separator: " ")
  }

  /// For the table: plain below 1000, else with two decimals and a unit.
  static func compact(_ value: UInt64) -> String {
    value < 1000 ? String(value) : scaled(Double(value), format: "%.2f")
  }

  /// For charts: a power of ten with a unit.
  static func power(_ value: Double) -> String { scaled(value, format: "%g") }

  /// For the summary: with a sign, unless it is zero.
  static func signed(_ value: Int64) -> String {
    if value == 0 { return "0" }
    return value.magnitude < 1000
      ? String(format: "%+d", value) : scaled(Double(value), format: "%+.2f")
  }

  /// For the summary and the table: with a sign, unless there is next to nothing.
  static func signedPercent(_ value: Double) -> String {
    String(format: abs(value) < 0.01 ? "%.2f%%" : "%+.2f%%", value)
  }

  /// Two decimals and no sign but that of less.
  static func percent(_ value: Double) -> String { String(format: "%.2f%%", value) }

  /// For spreadsheets, which do not know infinity.
  static func csvPercent(_ value: Double) -> String {
    guard value.isInfinite else { return percent(value) }
    return value < 0 ? "-1.0E99" : "1.0E99"
  }

  private static func scaled(
    _ value: Double, format: String, separator: String = ""
  ) -> String {
    let units = [(1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "K")]
    let (divisor, unit) = units.first { abs(value) >= $0.0 } ?? (1, "")
    return String(format: format, value / divisor) + separator + unit
  }
}
