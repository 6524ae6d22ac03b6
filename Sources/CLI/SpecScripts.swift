import Foundation

/// The scripts that `tinsmith spec` is given.
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
}
