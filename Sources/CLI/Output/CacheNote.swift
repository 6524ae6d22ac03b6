import Files

/// Tells the user, once, that compiled code can't be kept, and what helps.
enum CacheNote {
  static func show() { shown }

  /// Notes that this program compiled a file, so that it may be run; who can't has it all the same.
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
