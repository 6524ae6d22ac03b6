import Foundation

/// Where the canisters of a run keep their state.
package struct StateDirectory: Sendable {
  package let path: String
  /// Whether it was created on request, and so remains.
  package let isKept: Bool

  /// The given folder, which must be empty or missing, or a temporary one.
  package init(keeping path: String?) throws(WorkspaceError) {
    guard let path else {
      var template = Array((NSTemporaryDirectory() + "tinsmith-XXXXXX").utf8CString)
      guard mkdtemp(&template) != nil else {
        throw .folderNotMade(
          NSTemporaryDirectory(), reason: String(cString: strerror(errno)))
      }
      self.path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
      isKept = false
      return
    }
    if FileManager.default.fileExists(atPath: path) {
      guard let content = try? FileManager.default.contentsOfDirectory(atPath: path),
        content.isEmpty
      else { throw .folderNotEmpty(path) }
    }
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw .folderNotMade(path, reason: error.localizedDescription)
    }
    self.path = path
    isKept = true
  }

  /// Removes it if it is temporary.
  package func remove() {
    if !isKept { try? FileManager.default.removeItem(atPath: path) }
  }
}
