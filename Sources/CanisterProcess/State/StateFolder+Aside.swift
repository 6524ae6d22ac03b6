import Foundation

/// A state that is put aside while another one is tried.
extension StateFolder {
  private var aside: String { "\(path).aside" }

  /// Puts the state aside, if there is one: the folder is free then.
  package func setAside() throws(StateError) {
    dropAside()
    guard FileManager.default.fileExists(atPath: path) else { return }
    do {
      try FileManager.default.moveItem(atPath: path, toPath: aside)
    } catch {
      throw .fileNotWritten(aside, reason: error.localizedDescription)
    }
  }

  /// Drops the state that was put aside.
  package func dropAside() { try? FileManager.default.removeItem(atPath: aside) }

  /// Puts the state back that was put aside.
  package func putBack() {
    remove()
    try? FileManager.default.moveItem(atPath: aside, toPath: path)
  }

  /// Puts the state back if a program ended while it was aside, so that nobody knows whether the
  /// other one is complete.
  ///
  /// No other process may use the folder meanwhile.
  package func putBackAfterInterruption() {
    if FileManager.default.fileExists(atPath: aside) { putBack() }
  }
}
