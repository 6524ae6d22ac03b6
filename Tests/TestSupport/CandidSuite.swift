package import Foundation

/// Candid's own conformance tests (`*.test.did`).
package enum CandidSuite {
  /// Its folder: `CANDID_TESTSUITE` names it, else it lies where `absence` says; nil if it is
  /// absent.
  package static let folder: URL? = {
    let path = ProcessInfo.processInfo.environment["CANDID_TESTSUITE"]
    let url = path.map { URL(filePath: $0) } ?? PackageRoot.appending(".build/candid/test")
    return FileManager.default.fileExists(atPath: url.path(percentEncoded: false)) ? url : nil
  }()

  /// What to say of a test that is skipped because the suite is absent.
  package static let absence = """
    Candid's test suite is not here: git clone https://github.com/dfinity/candid .build/candid
    """

  /// Its scripts, sorted by name; none if the suite is absent.
  package static let scripts: [URL] = {
    guard let folder else { return [] }
    let files = try? FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil)
    return (files ?? []).filter { $0.lastPathComponent.hasSuffix(".test.did") }
      .sorted { $0.lastPathComponent < $1.lastPathComponent }
  }()
}
