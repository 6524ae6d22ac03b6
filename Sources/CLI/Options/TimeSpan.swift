import ArgumentParser

/// A span of time, such as `90s`, `5m`, `12h`, `7d`, `1w`; a number alone is seconds.
struct TimeSpan: ExpressibleByArgument {
  let nanoseconds: UInt64

  private static let units: [String: UInt64] = [
    "ns": 1, "us": 1_000, "ms": 1_000_000, "": 1_000_000_000, "s": 1_000_000_000,
    "m": 60_000_000_000, "h": 3_600_000_000_000, "d": 86_400_000_000_000,
    "w": 604_800_000_000_000,
  ]

  init?(argument: String) {
    let digits = argument.prefix { ("0"..."9").contains($0) || $0 == "_" }
    guard let number = UInt64(digits.filter { $0 != "_" }),
      let factor = Self.units[argument.dropFirst(digits.count).lowercased()]
    else { return nil }
    let (nanoseconds, overflows) = number.multipliedReportingOverflow(by: factor)
    guard !overflows else { return nil }
    self.nanoseconds = nanoseconds
  }
}
