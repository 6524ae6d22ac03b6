import Foundation
import SpecSuite
import Synchronization
import TestSupport
import Testing

/// The official test suite, a script a test case.
@Suite(
  .enabled(if: OfficialSuite.isAvailable, "\(OfficialSuite.absence)"),
  .enabled(if: WasmTools.isAvailable, "\(WasmTools.absence)"))
struct OfficialScriptTests {
  @Test(arguments: OfficialSuite.scripts)
  func interpreterPasses(_ url: URL) throws {
    let name = url.lastPathComponent
    var runner = SpecRunner(engine: InterpreterEngine())
    let report = runner.run(try SpecScripts.read(url))
    for failure in report.failures.prefix(Self.shownFailureCount) {
      Issue.record("\(name), \(failure)")
    }
    #expect(report.failures.count <= Self.shownFailureCount, "there are more failures")
    try ExpectedSkipsFile.check(name, report.skippedCounts)
  }

  /// The suite is not skipped by mistake.
  @Test func scriptsAreFound() { #expect(OfficialSuite.scripts.count > 200) }

  private static let shownFailureCount = 10
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
