import Foundation

/// A fresh directory that is removed with this object.
final class ScratchFolder {
  let path: String

  init() {
    path = NSTemporaryDirectory() + "tinsmith-tests-" + UUID().uuidString
    try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
