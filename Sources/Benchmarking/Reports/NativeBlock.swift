import Foundation

/// How long a benchmark took as native code, in lines after those of canbench.
package struct NativeBlock {
  /// Time inside the canister's process, of each run.
  private let durationsNanoseconds: [UInt64]
  private let instructions: UInt64

  /// The figures of some runs of one benchmark, at least one.
  ///
  /// Instructions are those of a whole run, with what the benchmark does before and after it
  /// measures.
  package init(durationsNanoseconds: [UInt64], instructions: UInt64) {
    precondition(!durationsNanoseconds.isEmpty, "a median needs a run")
    self.durationsNanoseconds = durationsNanoseconds.sorted()
    self.instructions = instructions
  }

  /// The lines, without line feeds at their ends.
  package var lines: [String] {
    let median = self.median
    let runs = durationsNanoseconds.count
    var lines = [
      "  native:",
      "    time: \(Self.duration(median)) (median of \(runs) run\(runs == 1 ? "" : "s"))",
    ]
    if instructions > 0 {
      let rate = median / Double(instructions) * 1000
      lines.append("    time per 1000 instructions: \(String(format: "%.1f", rate)) ns")
    }
    return lines
  }

  private var median: Double {
    let middle = durationsNanoseconds.count / 2
    let upper = Double(durationsNanoseconds[middle])
    return durationsNanoseconds.count.isMultiple(of: 2)
      ? (Double(durationsNanoseconds[middle - 1]) + upper) / 2 : upper
  }

  private static func duration(_ nanoseconds: Double) -> String {
    let units = [(1e9, "s"), (1e6, "ms"), (1e3, "µs")]
    guard let (divisor, unit) = units.first(where: { nanoseconds >= $0.0 }) else {
      return String(format: "%.0f ns", nanoseconds)
    }
    return String(format: "%.2f ", nanoseconds / divisor) + unit
  }
}
