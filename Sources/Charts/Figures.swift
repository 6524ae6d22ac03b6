import Foundation

/// Numbers as people read them: three digits that count, and a unit.
package enum Figures {
  /// A time, such as `2.61 µs`; none is that of a message that no canister has run for.
  package static func time(_ nanoseconds: Double) -> String {
    guard nanoseconds > 0 else { return "–" }
    let units = ["ns", "µs", "ms", "s"]
    var (value, unit) = (nanoseconds, 0)
    // 999.5 would be shown as 1000.
    while value >= 999.5 && unit < units.count - 1 {
      value /= 1000
      unit += 1
    }
    return "\(digits(value)) \(units[unit])"
  }

  /// A ratio, such as `2.9×`.
  package static func ratio(_ value: Double) -> String {
    guard value.isFinite else { return "–" }
    return (value < 9.95 ? String(format: "%.1f", value) : String(format: "%.0f", value)) + "×"
  }

  /// A part of a time, such as `4 %`; none if there was no time.
  package static func percentage(_ part: Double, of nanoseconds: Double) -> String {
    nanoseconds > 0 ? String(format: "%.0f %%", part * 100) : ""
  }

  /// A count with its thousands set apart.
  package static func count(_ value: UInt64) -> String {
    var text = ""
    for (index, digit) in String(value).reversed().enumerated() {
      if index > 0 && index.isMultiple(of: 3) { text.append(",") }
      text.append(digit)
    }
    return String(text.reversed())
  }

  private static func digits(_ value: Double) -> String {
    switch value {
    case ..<9.995: String(format: "%.2f", value)
    case ..<99.95: String(format: "%.1f", value)
    default: String(format: "%.0f", value)
    }
  }
}
