import Instrumentation
import Foundation
import Lowering
import NativeLoader
import SpecEngines
import SpecSuite
import Synchronization
import TestSupport
import Testing

/// The official test suite, a script a test case, and scripts of ours, on every engine.
@Suite(.enabled(if: WasmTools.isAvailable, "\(WasmTools.absence)"))
struct ScriptTests {
  static let engines: [SpecEngineChoice] = [
    .interpreter(),
    .native(LoadingOptions(base: .parameter, optimization: .less, isStrict: false)),
    .native(LoadingOptions(base: .constant, optimization: .less, isStrict: false)),
    .native(LoadingOptions(base: .constant, optimization: .standard)),
  ]

  @Test(
    .enabled(if: OfficialSuite.isAvailable, "\(OfficialSuite.absence)"),
    arguments: OfficialSuite.scripts)
  func everyEnginePasses(_ url: URL) throws {
    let script = try SpecScripts.read(url)
    for engine in Self.engines {
      let report = run(script, of: url, on: engine)
      try ExpectedSkipsFile.check(url.lastPathComponent, report.skippedCounts)
    }
  }

  /// What the suite does not reach, since its scripts use what is refused, and what only native
  /// code can get wrong.
  @Test(arguments: SpecScripts.own, engines)
  func everyEnginePassesOwnScripts(_ url: URL, _ engine: SpecEngineChoice) throws {
    let report = run(try SpecScripts.read(url), of: url, on: engine)
    #expect(report.passedCount > 0)
    #expect(report.skippedCounts.isEmpty)
  }

  /// No tests are skipped by mistake.
  @Test func scriptsAreFound() {
    #expect(!OfficialSuite.isAvailable || OfficialSuite.scripts.count > 200)
    #expect(!SpecScripts.own.isEmpty)
  }

  /// Runs a script and shows the first failures.
  private func run(
    _ script: WastScript, of url: URL, on engine: SpecEngineChoice
  ) -> SpecReport {
    let report = engine.run(script)
    for failure in report.failures.prefix(10) {
      Issue.record("\(url.lastPathComponent) on \(engine), \(failure)")
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
