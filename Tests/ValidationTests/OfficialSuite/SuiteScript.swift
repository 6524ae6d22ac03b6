import Foundation
import TestSupport

/// A script of the official test suite, with its modules turned into binaries.
struct SuiteScript {
  /// One command, of those that have a module.
  struct Command: Decodable {
    let type: String
    let line: Int
    let filename: String?
    let moduleType: String?
    /// What the suite expects an engine to say.
    let text: String?

    enum CodingKeys: String, CodingKey {
      case type, line, filename, text
      case moduleType = "module_type"
    }
  }

  private struct Script: Decodable {
    let commands: [Command]
  }

  let commands: [Command]
  private let folder: URL

  /// Converts a script into a folder that must outlive the value.
  init(_ script: URL, in folder: URL) throws {
    let json = folder.appending(path: "script.json")
    _ = try WasmTools.run([
      "json-from-wast", script.path(percentEncoded: false),
      "-o", json.path(percentEncoded: false), "--wasm-dir", folder.path(percentEncoded: false),
    ])
    commands = try JSONDecoder().decode(Script.self, from: Data(contentsOf: json)).commands
    self.folder = folder
  }

  /// The module of a command, or nil if it has none in binary form.
  func module(of command: Command) throws -> [UInt8]? {
    guard let filename = command.filename, command.moduleType == "binary" else { return nil }
    return [UInt8](try Data(contentsOf: folder.appending(path: filename)))
  }
}
