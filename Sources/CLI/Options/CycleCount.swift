import ArgumentParser

/// A number of cycles, such as `1_000`, `500b` or `1.5t`.
struct CycleCount: ExpressibleByArgument {
  let count: UInt128

  private static let units: [Character: UInt128] = [
    "k": 1_000, "m": 1_000_000, "b": 1_000_000_000, "t": 1_000_000_000_000,
  ]

  init?(argument: String) {
    var text = argument.filter { $0 != "_" }.lowercased()
    var factor: UInt128 = 1
    if let unit = text.last, let found = Self.units[unit] {
      factor = found
      text.removeLast()
    }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, let whole = UInt128(parts[0]) else { return nil }
    let (count, overflows) = whole.multipliedReportingOverflow(by: factor)
    guard !overflows else { return nil }
    var fraction: UInt128 = 0
    for digit in parts.dropFirst().first ?? "" {
      factor /= 10
      guard factor > 0, let value = digit.wholeNumberValue else { return nil }
      fraction += UInt128(value) * factor
    }
    guard parts.count == 1 || !parts[1].isEmpty else { return nil }
    let (total, isTooMuch) = count.addingReportingOverflow(fraction)
    guard !isTooMuch else { return nil }
    self.count = total
  }
}
