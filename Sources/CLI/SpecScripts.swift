import Driver
import Foundation

/// The scripts that `tinsmith spec` is given, and what reads them.
enum SpecScripts {
  /// The scripts at these paths, those of a folder in the order of their names.
  static func find(_ paths: [String]) throws(CommandError) -> [URL] {
    var scripts: [URL] = []
    for path in paths {
      let url = URL(filePath: path)
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
        throw .noOfficialScript(path: path)
      }
      guard isFolder.boolValue else {
        scripts.append(url)
        continue
      }
      let files = try? FileManager.default.contentsOfDirectory(
        at: url, includingPropertiesForKeys: nil)
      let found = (files ?? []).filter { $0.pathExtension == "wast" }
        .sorted { $0.lastPathComponent < $1.lastPathComponent }
      if found.isEmpty { throw .noOfficialScript(path: path) }
      scripts += found
    }
    return scripts
  }

  /// The program `wasm-tools`: where `WASM_TOOLS` says, else on the path, else in the tree of
  /// builds that this program lies in.
  static func converter() throws(CommandError) -> URL {
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
    guard let program else { throw .noConverter }
    return URL(filePath: program)
  }
}
