import Dispatch
import Foundation
import SpecEngines
import SpecSuite
import Synchronization

/// What became of a script.
struct SpecResult {
  let script: URL
  /// Or why it could not be read.
  let outcome: Result<SpecReport, any Error>

  var failedCount: Int {
    switch outcome {
    case .success(let report): report.failures.count
    case .failure: 1
    }
  }
}

/// Runs scripts on an engine, as many at a time as there are processors.
struct SpecRun: Sendable {
  let engine: SpecEngineChoice
  let converter: WastConverter

  /// The results in the order of the scripts.
  func run(_ scripts: [URL], progress: SpecProgress) -> [SpecResult] {
    let results = Mutex([SpecResult?](repeating: nil, count: scripts.count))
    DispatchQueue.concurrentPerform(iterations: scripts.count) { index in
      let script = scripts[index]
      progress.begin(script.lastPathComponent, number: index + 1, of: scripts.count)
      let outcome = Result { engine.run(try converter.read(script)) }
      results.withLock { $0[index] = SpecResult(script: script, outcome: outcome) }
    }
    return results.withLock { $0.compactMap(\.self) }
  }
}

/// A line on the terminal that tells which script is running; it comes after two seconds.
final class SpecProgress: Sendable {
  private let start = ContinuousClock.now
  private let isShown = Mutex(false)

  func begin(_ name: String, number: Int, of count: Int) {
    guard Terminal.standardError.isTerminal, start.duration(to: .now) > .seconds(2) else { return }
    isShown.withLock { isShown in
      isShown = true
      Terminal.standardError.replaceLine("\(name) (\(number) of \(count))")
    }
  }

  /// Takes the line away.
  func end() {
    isShown.withLock { isShown in
      if isShown { Terminal.standardError.replaceLine("") }
      isShown = false
    }
  }
}
