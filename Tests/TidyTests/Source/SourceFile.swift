import Foundation

/// A file, its lines, and its code with comments and strings blanked out.
struct SourceFile {
  enum Kind { case swift, c, other }

  let path: String
  let text: String
  let lines: [Substring]
  /// The lines of the text with every character of comments and string literals made a blank.
  let code: [String]

  init(path: String, text: String) {
    self.path = path
    self.text = text
    lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let masked = Self.kind(of: path) == .other ? text : SourceMask.mask(text)
    code = masked.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  var kind: Kind { Self.kind(of: path) }

  /// `Sources/NAME/…` and `Tests/NAME/…` belong to the target of that name.
  var target: String? {
    let parts = path.split(separator: "/")
    guard parts.count > 2, parts[0] == "Sources" || parts[0] == "Tests" else { return nil }
    return String(parts[1])
  }

  /// Whether the text occurs anywhere in the file; by bytes, which is fast.
  func mentions(_ part: String) -> Bool {
    text.withCString { text in part.withCString { part in strstr(text, part) != nil } }
  }

  var name: String { String(path.split(separator: "/").last ?? "") }

  private static func kind(of path: String) -> Kind {
    if path.hasSuffix(".swift") { return .swift }
    return [".c", ".h", ".def", ".S"].contains { path.hasSuffix($0) } ? .c : .other
  }
}
