package import Foundation

/// Where the package lies, and the files of it that tests read.
package enum PackageRoot {
  /// The folder that holds `Package.swift`.
  package static let url = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// A file or folder by its path in the package.
  package static func appending(_ path: String) -> URL { url.appending(path: path) }

  /// The files under a folder of the package whose names end so, as sorted paths in the package.
  ///
  /// Hidden files and those in hidden folders, `.build` among them, are left out.
  package static func files(under folder: String, withSuffix suffix: String = "") -> [String] {
    let root = appending(folder)
    guard
      let enumerator = FileManager.default.enumerator(
        at: root, includingPropertiesForKeys: [.isRegularFileKey], options: [.skipsHiddenFiles])
    else { return [] }
    let prefix = url.path(percentEncoded: false)
    var paths: [String] = []
    for case let file as URL in enumerator where file.lastPathComponent.hasSuffix(suffix) {
      guard (try? file.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile) == true
      else { continue }
      paths.append(String(file.path(percentEncoded: false).dropFirst(prefix.count)))
    }
    return paths.sorted()
  }
}
