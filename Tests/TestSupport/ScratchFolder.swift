import Foundation

/// A fresh directory that is removed with this object.
package final class ScratchFolder: Sendable {
  /// Where it is.
  package let path: String

  /// Makes the directory.
  package init() {
    path = NSTemporaryDirectory() + "tinsmith-tests-" + UUID().uuidString
    try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
