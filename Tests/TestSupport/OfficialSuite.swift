package import Foundation

/// The official test suite of the core specification (`.wast` scripts).
package enum OfficialSuite {
  /// Its folder: `SPEC_TESTSUITE` names it, else one of the usual places has it; nil if it
  /// is absent.
  package static let folder: URL? = {
    if let path = ProcessInfo.processInfo.environment["SPEC_TESTSUITE"] {
      return existing(URL(filePath: path))
    }
    return [".build/spec-testsuite", "../shared/spec-testsuite"].lazy
      .compactMap { existing(PackageRoot.appending($0)) }.first
  }()

  package static var isAvailable: Bool { folder != nil }

  /// What to say of a test that is skipped because the suite is absent.
  package static let absence = """
    the official test suite is not here: git clone https://github.com/WebAssembly/testsuite \
    .build/spec-testsuite
    """

  /// The scripts of the suite's main folder, sorted by name; none if the suite is absent.
  package static let scripts: [URL] = {
    guard let folder else { return [] }
    let files = try? FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil)
    return (files ?? []).filter { $0.pathExtension == "wast" }
      .sorted { $0.lastPathComponent < $1.lastPathComponent }
  }()

  private static func existing(_ url: URL) -> URL? {
    FileManager.default.fileExists(atPath: url.path(percentEncoded: false)) ? url : nil
  }
}
