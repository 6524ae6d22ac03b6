import Foundation
import SpecSuite
import TestSupport

/// Scripts, read with `wasm-tools`.
enum SpecScripts {
  /// The scripts in the folder beside this file.
  static let own: [URL] = PackageRoot.files(under: "Tests/SpecTests/Scripts", withSuffix: ".wast")
    .map { PackageRoot.appending($0) }

  /// Converts a script and reads what comes of it.
  static func read(_ url: URL) throws -> WastScript {
    try TemporaryDirectory.with { folder in
      let json = folder.appending(path: "script.json")
      _ = try WasmTools.run([
        "json-from-wast", url.path(percentEncoded: false),
        "--output", json.path(percentEncoded: false),
        "--wasm-dir", folder.path(percentEncoded: false),
      ])
      return try WastScript(json: json)
    }
  }
}
