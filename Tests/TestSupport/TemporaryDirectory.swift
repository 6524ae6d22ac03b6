package import Foundation

/// A new folder for one test, which is gone when the test ends.
package enum TemporaryDirectory {
  /// Calls the body with a new empty folder and removes it afterwards, even after an error.
  package static func with<Result>(_ body: (URL) throws -> Result) throws -> Result {
    let url = try make()
    defer { try? FileManager.default.removeItem(at: url) }
    return try body(url)
  }

  /// Calls the body with a new empty folder and removes it afterwards, whatever happened.
  package static func with<Result>(
    isolation: isolated (any Actor)? = #isolation, _ body: (URL) async throws -> Result
  ) async throws -> Result {
    let url = try make()
    defer { try? FileManager.default.removeItem(at: url) }
    return try await body(url)
  }

  private static func make() throws -> URL {
    let url = FileManager.default.temporaryDirectory
      .appending(path: "tinsmith-test-\(UUID().uuidString)", directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
    return url
  }
}
