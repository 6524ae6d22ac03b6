import Foundation

/// How long a benchmark took as native code, and what it left of memory, in lines after those of
/// canbench.
package struct NativeBlock {
  /// Time inside the canister's process, of each run, from the shortest on.
  let durationsNanoseconds: [UInt64]
  private let instructions: UInt64
  /// In pages of 4 KiB.
  let changedHeapPages: UInt64
  let changedStablePages: UInt64

  /// The figures of some runs of one benchmark, at least one.
  ///
  /// Instructions are those of a whole run, with what the benchmark does before and after it
  /// measures, and so are the pages whose content has changed at its end.
  package init(
    durationsNanoseconds: [UInt64], instructions: UInt64, changedHeapPages: UInt64,
    changedStablePages: UInt64
  ) {
    precondition(!durationsNanoseconds.isEmpty, "a median needs a run")
    self.durationsNanoseconds = durationsNanoseconds.sorted()
    self.instructions = instructions
    self.changedHeapPages = changedHeapPages
    self.changedStablePages = changedStablePages
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
    lines.append("    dirty heap: \(changedHeapPages) pages of 4 KiB")
    lines.append("    dirty stable memory: \(changedStablePages) pages of 4 KiB")
    return lines
  }

  /// Of each run, from the shortest on.
  var durations: [Double] { durationsNanoseconds.map { Double($0) } }

  var median: Double {
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
