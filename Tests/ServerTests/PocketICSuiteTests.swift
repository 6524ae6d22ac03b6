import Foundation
import TestSupport
import Testing

/// PocketIC's own client in Python, with its tests and examples as their authors publish them.
@Suite(.enabled(if: PythonSuite.isAvailable, Comment(rawValue: PythonSuite.absence)), .serialized)
struct PocketICSuiteTests {
  /// With `--tier auto`, from an empty cache, code is compiled while the tests run.
  @Test(arguments: [["--engine", "interpreter"], ["-O0"], ["--tier", "auto"]])
  func allPass(engine: [String]) throws {
    let folder = ScratchFolder()
    let cache = ScratchFolder()
    var environment = ["TMPDIR": folder.path]
    if engine.contains("auto") { environment["TINSMITH_CACHE"] = cache.path }
    let script = "\(folder.path)/pocket-ic"
    let written = try Subprocess.run(
      TinsmithProgram.url, ["serve", "--script", script, "--ttl", "8"] + engine)
    try #require(written.isSuccess, "\(written.errorText)")
    for (file, count) in PythonSuite.files {
      let outcome = try Subprocess.run(
        PythonSuite.python, ["-m", "unittest", file],
        environment: environment.merging(["POCKET_IC_BIN": script]) { $1 },
        directory: PythonSuite.folder, limitSeconds: 600)
      let text = outcome.errorText
      #expect(outcome.isSuccess && text.contains("Ran \(count) test"), "\(file): \(text)")
    }
    // The servers end by themselves.
    let end = Date() + 60
    while Date() < end, try !PythonSuite.servers(in: folder).isEmpty { usleep(50_000) }
    #expect(try PythonSuite.servers(in: folder).isEmpty)
  }
}

private enum PythonSuite {
  static let folder = PackageRoot.appending(".build/fixtures/pocket-ic")
  static let python = PackageRoot.appending(".build/tools/bin/python3")

  /// What there is, and of how many tests.
  static let files = [
    ("tests/pocket_ic_test.py", 16), ("examples/counter_canister/counter_canister_test.py", 1),
    ("examples/ledger_canister/ledger_canister_test.py", 7),
  ]

  static let absence = "the client in Python is not here: `make deps` fetches it"

  static var isAvailable: Bool {
    guard TinsmithProgram.canRun, FileManager.default.fileExists(atPath: python.path) else {
      return false
    }
    let outcome = try? Subprocess.run(python, ["-c", "import ic, requests"])
    return outcome?.isSuccess == true
      && files.allSatisfy {
        FileManager.default.fileExists(atPath: folder.appending(path: $0.0).path)
      }
  }

  /// The port files, and what else servers leave there while they run.
  static func servers(in folder: ScratchFolder) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0 != "pocket-ic" }
  }
}
