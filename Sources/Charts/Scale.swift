import Foundation

/// Where on an axis, from 0 to 1, a value is.
package struct Scale {
  /// Values with a line across the chart, and the words for them.
  package let ticks: [(value: Double, label: String)]
  package let position: (Double) -> Double

  /// Values by powers of ten, from the one below the least to the one above the greatest; `label`
  /// has the words for a power.
  package static func logarithmic(
    _ values: [Double], label: (Double) -> String = Scale.decade
  ) -> Scale {
    let positive = values.filter { $0 > 0 }
    let low = log10(positive.min() ?? 1).rounded(.down)
    let high = max(low + 1, log10(positive.max() ?? 10).rounded(.up))
    let ticks = stride(from: low, through: high, by: 1).map { power in
      let value = pow(10, power)
      return (value, label(value))
    }
    return Scale(ticks: ticks) { value in
      value > 0 ? min(1, max(0, (log10(value) - low) / (high - low))) : 0
    }
  }

  /// Ratios from 0 to a round number above the greatest.
  package static func ratios(_ values: [Double]) -> Scale {
    let greatest = max(1, values.filter(\.isFinite).max() ?? 1)
    let power = pow(10, log10(greatest / 4).rounded(.down))
    let step = [1, 2, 5, 10].map { $0 * power }.first { greatest / $0 <= 5 } ?? 10 * power
    let end = (greatest / step).rounded(.up) * step
    let ticks = stride(from: 0, through: end + step / 2, by: step).map { value in
      (value, String(format: step < 1 ? "%.1f×" : "%.0f×", value))
    }
    return Scale(ticks: ticks) { value in value.isFinite ? min(1, max(0, value / end)) : 0 }
  }

  /// A power of ten with its unit, in nanoseconds.
  package static func decade(_ nanoseconds: Double) -> String {
    switch nanoseconds {
    case ..<1e3: String(format: "%g ns", nanoseconds)
    case ..<1e6: String(format: "%.0f µs", nanoseconds / 1e3)
    case ..<1e9: String(format: "%.0f ms", nanoseconds / 1e6)
    default: String(format: "%.0f s", nanoseconds / 1e9)
    }
  }
}
