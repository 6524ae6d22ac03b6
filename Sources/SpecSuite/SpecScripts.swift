package import Foundation

/// The scripts that a user names.
package enum SpecScripts {
  /// There is nothing at a path, or a folder without scripts.
  package struct NotFound: Error, CustomStringConvertible {
    let path: String

    package var description: String { "\(path): there is no script of the ending .wast" }
  }

  /// The scripts at these paths, those of a folder in the order of their names.
  package static func find(_ paths: [String]) throws(NotFound) -> [URL] {
    var scripts: [URL] = []
    for path in paths {
      let url = URL(filePath: path)
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
        throw NotFound(path: path)
      }
      guard isFolder.boolValue else {
        scripts.append(url)
        continue
      }
      let files = try? FileManager.default.contentsOfDirectory(
        at: url, includingPropertiesForKeys: nil)
      let found = (files ?? []).filter { $0.pathExtension == "wast" }
        .sorted { $0.lastPathComponent < $1.lastPathComponent }
      if found.isEmpty { throw NotFound(path: path) }
      scripts += found
    }
    return scripts
  }
}
