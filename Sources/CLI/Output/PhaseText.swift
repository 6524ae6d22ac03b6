import Compiler
import Foundation

/// The times of stages, for people to read.
enum PhaseText {
  /// A line for each stage, the total, and the cache's hits and misses if it was used.
  static func table(of times: PhaseTimer.Times) -> String {
    let total = times.total
    var lines = CompilationStage.allCases.compactMap { stage in
      times.durations[stage].map { line(stage.rawValue, $0, of: total) }
    }
    lines.append(line("total", total, of: total))
    if times.cacheHits + times.cacheMisses > 0 {
      lines.append("cache: \(times.cacheHits) found, \(times.cacheMisses) made")
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private static func line(_ name: String, _ duration: Duration, of total: Duration) -> String {
    let share = total > .zero ? duration / total * 100 : 0
    let figures = String(format: "%10.1f ms %5.1f %%", duration / .milliseconds(1), share)
    return name.padding(toLength: 13, withPad: " ", startingAt: 0) + figures
  }
}
