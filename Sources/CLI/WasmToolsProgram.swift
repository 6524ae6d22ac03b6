import Files
import Foundation

/// The program `wasm-tools`, which reads modules and scripts in the text format.
enum WasmToolsProgram {
  /// Its path: from `WASM_TOOLS`, else on the `PATH`, else in the build folder that this
  /// program is in.
  static func find() throws(CommandError) -> URL {
    let environment = ProcessInfo.processInfo.environment
    var candidates: [String] = []
    if let named = environment["WASM_TOOLS"], !named.isEmpty {
      candidates = [named]
    } else {
      candidates = (environment["PATH"] ?? "").split(separator: ":").map { "\($0)/wasm-tools" }
      var folder = URL(filePath: Executables.own).deletingLastPathComponent()
      while folder.pathComponents.count > 1 {
        candidates.append(folder.appending(path: "tools/bin/wasm-tools").path)
        folder.deleteLastPathComponent()
      }
    }
    let program = candidates.first { FileManager.default.isExecutableFile(atPath: $0) }
    guard let program else {
      throw environment["WASM_TOOLS"].flatMap { $0.isEmpty ? nil : .namedConverterNotFound($0) }
        ?? .noConverter
    }
    return URL(filePath: program)
  }
}
