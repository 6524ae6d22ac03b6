/// A rule that the tree keeps, and its checker.
protocol TidyRule: Sendable {
  /// What the rule says, in a few words.
  var summary: String { get }

  func violations(in tree: SourceTree) -> [Violation]
}

/// A place where a rule is broken.
struct Violation: Hashable, CustomStringConvertible {
  var path: String
  /// Counted from 1, or nil if it is about the file.
  var line: Int?
  var message: String

  init(_ path: String, line: Int? = nil, _ message: String) {
    self.path = path
    self.line = line
    self.message = message
  }

  var description: String { path + (line.map { ":\($0)" } ?? "") + ": " + message }
}
