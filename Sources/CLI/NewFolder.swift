import CanisterProcess
import Foundation

/// A folder that is filled as a whole: if that fails, nothing of it is left.
enum NewFolder {
  /// Calls the body to fill the folder, which must be new, or be empty.
  static func fill(_ path: String, body: () throws -> Void) throws {
    let exists = FileManager.default.fileExists(atPath: path)
    let content = try? FileManager.default.contentsOfDirectory(atPath: path)
    guard !exists || content == [] else { throw CommandError.folderNotEmpty(path) }
    // Temporary files are removed, too.
    let first = exists ? path : firstMissingFolder(towards: path)
    let clear: @Sendable () -> Void = {
      let manager = FileManager.default
      guard exists else {
        try? manager.removeItem(atPath: first)
        return
      }
      for name in (try? manager.contentsOfDirectory(atPath: path)) ?? [] {
        try? manager.removeItem(atPath: "\(path)/\(name)")
      }
    }
    try Interruption.cleaningUp(by: clear) {
      do {
        try SparseCopy.makeFolder(path)
        try body()
      } catch {
        Interruption.yield()
        clear()
        throw error
      }
    }
  }

  private static func firstMissingFolder(towards path: String) -> String {
    var missing = URL(filePath: path).standardizedFileURL
    // Not if it begins in a current folder which was removed.
    guard missing.path.hasPrefix("/") else { return path }
    while true {
      let above = missing.deletingLastPathComponent()
      if above.path == missing.path || FileManager.default.fileExists(atPath: above.path) {
        return missing.path
      }
      missing = above
    }
  }
}
