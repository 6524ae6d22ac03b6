/// Times of the same thing, in nanoseconds.
package struct Samples: Equatable, Sendable {
  package var values: [UInt64]

  package init(_ values: [UInt64]) { self.values = values }

  package var median: Double { quantile(0.5) }

  /// The width of the middle half of the values, relative to the median.
  package var spread: Double {
    median > 0 ? (quantile(0.75) - quantile(0.25)) / median : 0
  }

  /// The value below which this part of all values lies, between two values on the line that joins
  /// them; 0 if there are none.
  package func quantile(_ part: Double) -> Double {
    let sorted = values.sorted()
    guard let last = sorted.last else { return 0 }
    let position = part * Double(sorted.count - 1)
    let index = Int(position)
    guard index + 1 < sorted.count else { return Double(last) }
    let (low, high) = (Double(sorted[index]), Double(sorted[index + 1]))
    return low + (high - low) * (position - Double(index))
  }
}
