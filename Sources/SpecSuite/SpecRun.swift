import Dispatch
package import Foundation
import Synchronization

/// The result of a script.
package struct SpecResult {
  package let script: URL
  /// Or why it could not be read.
  package let outcome: Result<SpecReport, any Error>

  package var failedCount: Int {
    switch outcome {
    case .success(let report): report.failures.count
    case .failure: 1
    }
  }
}

/// Runs scripts, as many at a time as there are processors.
package struct SpecRun: Sendable {
  private let converter: WastConverter
  private let run: @Sendable (WastScript) -> SpecReport

  /// `run` runs one script on an engine of its own.
  package init(
    converter: WastConverter, run: @escaping @Sendable (WastScript) -> SpecReport
  ) {
    self.converter = converter
    self.run = run
  }

  /// The results in the order of the scripts; `begin` is called with the number of each, from 1 on.
  package func run(
    _ scripts: [URL], begin: @Sendable (_ script: URL, _ number: Int) -> Void
  ) -> [SpecResult] {
    let results = Mutex([SpecResult?](repeating: nil, count: scripts.count))
    DispatchQueue.concurrentPerform(iterations: scripts.count) { index in
      let script = scripts[index]
      begin(script, index + 1)
      let outcome = Result { run(try converter.read(script)) }
      results.withLock { $0[index] = SpecResult(script: script, outcome: outcome) }
    }
    return results.withLock { $0.compactMap(\.self) }
  }
}
