import Foundation

/// The numbers that random modules are made of.
struct SeedRange {
  let all: [UInt64]
  /// Whether these are the ones that each run of the tests takes.
  let isUsual: Bool

  /// `FIRST..<END` from a variable of the environment, or the usual ones.
  init(variable: String, usual: Range<UInt64>) {
    let range = ProcessInfo.processInfo.environment[variable] ?? ""
    let bounds = range.split(separator: "..<").compactMap { UInt64($0) }
    isUsual = bounds.count != 2 || bounds[0] >= bounds[1]
    all = Array(isUsual ? usual : bounds[0]..<bounds[1])
  }
}
