import Files

/// Tells the user, once, that compiled code can't be cached, and what helps.
enum CacheNote {
  static func show() { shown }

  /// Adds a file that this program compiled to the trusted ones; if that fails, the file is still
  /// there, and the user is told.
  static func compiled(_ path: String) {
    show()
    do {
      try TrustedCode.add(contentsOf: path)
    } catch {
      Terminal.standardError.write("note: \(error)\n")
    }
  }

  private static let shown: Void = {
    guard let problem = CacheFolder.problem else { return }
    Terminal.standardError.write("note: \(problem)\n")
  }()
}
