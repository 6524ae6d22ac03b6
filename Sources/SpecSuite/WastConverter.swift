package import Foundation

/// Turns scripts in text into what `WastScript` reads, by the program `wasm-tools`.
package struct WastConverter: Sendable {
  private let program: URL

  package init(program: URL) { self.program = program }

  /// The program refused the script, with its message.
  package struct Refusal: Error {
    package let message: String
  }

  /// Reads a script; what is written on the way is removed again.
  package func read(_ script: URL) throws -> WastScript {
    let manager = FileManager.default
    let folder = manager.temporaryDirectory.appending(path: "tinsmith-\(UUID().uuidString)")
    try manager.createDirectory(at: folder, withIntermediateDirectories: false)
    defer { try? manager.removeItem(at: folder) }
    let json = folder.appending(path: "script.json")
    let errors = folder.appending(path: "errors")
    try Data().write(to: errors)
    let process = Process()
    process.executableURL = program
    process.arguments = [
      "json-from-wast", script.path(percentEncoded: false),
      "--output", json.path(percentEncoded: false),
      "--wasm-dir", folder.path(percentEncoded: false),
    ]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    process.waitUntilExit()
    guard process.terminationReason == .exit, process.terminationStatus == 0 else {
      let message = String(decoding: try Data(contentsOf: errors), as: UTF8.self)
      throw Refusal(message: message.trimmingCharacters(in: .whitespacesAndNewlines))
    }
    return try WastScript(json: json)
  }
}
