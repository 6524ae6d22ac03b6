import Foundation
import SpecSuite
import TestSupport

/// The scripts of the official test suite, read with `wasm-tools`.
enum SpecScripts {
  /// Converts a script and reads what comes of it.
  static func read(_ url: URL) throws -> WastScript {
    try TemporaryDirectory.with { folder in
      let json = folder.appending(path: "script.json")
      _ = try WasmTools.run([
        "json-from-wast", url.path(percentEncoded: false), "--output",
        json.path(percentEncoded: false), "--wasm-dir", folder.path(percentEncoded: false),
      ])
      return try WastScript(json: json)
    }
  }
}
