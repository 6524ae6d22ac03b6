import Foundation
import SpecEngines
import SpecSuite
import Synchronization
import TestSupport
import Testing

/// The official test suite, a script a test case, and scripts of ours.
@Suite(.enabled(if: WasmTools.isAvailable, "\(WasmTools.absence)"))
struct ScriptTests {
  @Test(
    .enabled(if: OfficialSuite.isAvailable, "\(OfficialSuite.absence)"),
    arguments: OfficialSuite.scripts)
  func interpreterPasses(_ url: URL) throws {
    let report = try run(url)
    try ExpectedSkipsFile.check(url.lastPathComponent, report.skippedCounts)
  }

  /// What the suite does not reach, since its scripts use what is refused.
  @Test(arguments: SpecScripts.own)
  func interpreterPassesOwnScripts(_ url: URL) throws {
    let report = try run(url)
    #expect(report.passedCount > 0)
    #expect(report.skippedCounts.isEmpty)
  }

  /// No tests are skipped by mistake.
  @Test func scriptsAreFound() {
    #expect(!OfficialSuite.isAvailable || OfficialSuite.scripts.count > 200)
    #expect(!SpecScripts.own.isEmpty)
  }

  /// Runs a script on the interpreter and shows the first failures.
  private func run(_ url: URL) throws -> SpecReport {
    var runner = SpecRunner(engine: InterpreterSpecEngine())
    let report = runner.run(try SpecScripts.read(url))
    for failure in report.failures.prefix(10) {
      Issue.record("\(url.lastPathComponent), \(failure)")
    }
    if report.failures.count > 10 { Issue.record("and \(report.failures.count - 10) more") }
    return report
  }
}

/// The file that says what is skipped.
private enum ExpectedSkipsFile {
  private static let url = PackageRoot.appending("Sources/SpecSuite/expected-skips.txt")
  private static let content = Mutex(
    ExpectedSkips(text: (try? String(contentsOf: url, encoding: .utf8)) ?? ""))

  /// Compares what was skipped of a script or, if asked to, corrects the file.
  static func check(_ script: String, _ skipped: [SkipReason: Int]) throws {
    try content.withLock { content in
      if GoldenFile.isUpdating {
        content.set(script, skipped)
        try content.text.write(to: url, atomically: true, encoding: .utf8)
      } else {
        #expect(skipped == content.counts[script] ?? [:], "skipped commands of \(script)")
      }
    }
  }
}
