import Foundation
import SpecSuite
import TestSupport
import Testing

/// Scripts, read with `wasm-tools`.
enum SpecScripts {
  /// The scripts in the folder beside this file.
  static let own: [URL] = PackageRoot.files(under: "Tests/SpecTests/Scripts", withSuffix: ".wast")
    .map { PackageRoot.appending($0) }

  /// Converts a script and reads the result.
  static func read(_ url: URL) throws -> WastScript {
    let program = try #require(WasmTools.program)
    return try WastConverter(program: program).read(url)
  }
}
