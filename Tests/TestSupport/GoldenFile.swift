package import Foundation

/// A test in one file: a module in text format and, in comments at its end, what to expect of it.
///
/// ```
/// ;; stable: call
/// (module …)
/// ;; expected:
/// ;; first line of what the test makes of the module
/// ```
///
/// With `UPDATE_GOLDEN=1` in the environment, `check` rewrites the expectation instead of failing,
/// to be read in a diff.
package struct GoldenFile {
  package let url: URL
  /// Everything before the expectation.
  package let input: String
  /// The lines of the expectation, without their comment marks.
  package let expected: [String]

  private static let mark = ";; expected:"

  package init(_ url: URL) throws {
    self.url = url
    let lines = try String(contentsOf: url, encoding: .utf8)
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let end = lines.lastIndex(of: Self.mark) ?? lines.endIndex
    input = lines[..<end].joined(separator: "\n")
    expected = lines[end...].dropFirst().filter { $0.hasPrefix(";;") }.map {
      String($0.dropFirst($0.hasPrefix(";; ") ? 3 : 2))
    }
  }

  /// What a line `;; key: value` before the module says.
  package func option(_ key: String) -> String? {
    let prefix = ";; \(key): "
    return input.split(separator: "\n").lazy.prefix { $0.hasPrefix(";;") }
      .first { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
  }

  /// Throws unless the text is the one expected, or writes it into the file if asked to.
  package func check(_ actual: String, isUpdating: Bool = Self.isUpdating) throws {
    let lines = Self.lines(actual)
    guard lines != expected else { return }
    guard isUpdating else { throw Mismatch(url: url, expected: expected, actual: lines) }
    try rewritten(lines).write(to: url, atomically: true, encoding: .utf8)
  }

  /// Whether `UPDATE_GOLDEN=1` is set.
  package static let isUpdating = ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1"

  private static func lines(_ text: String) -> [String] {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map {
      // A blank at the end of a line would not survive editors.
      String($0.reversed().drop { $0 == " " }.reversed())
    }
    while lines.last == "" { lines.removeLast() }
    return lines
  }

  private func rewritten(_ lines: [String]) -> String {
    let head = input.hasSuffix("\n") || input.isEmpty ? input : input + "\n"
    return ([head, Self.mark] + lines.map { $0.isEmpty ? ";;" : ";; " + $0 })
      .joined(separator: "\n") + "\n"
  }

  /// The first line that differs, with what surrounds it.
  package struct Mismatch: Error, CustomStringConvertible {
    package let url: URL
    package let expected: [String]
    package let actual: [String]

    package var description: String {
      let first = zip(expected, actual).enumerated().first { $1.0 != $1.1 }?.offset
      let line = first ?? min(expected.count, actual.count)
      return """
        \(url.lastPathComponent) differs in line \(line + 1) of its expectation
          expected: \(line < expected.count ? expected[line] : "(the end)")
          actual:   \(line < actual.count ? actual[line] : "(the end)")
        UPDATE_GOLDEN=1 rewrites the expectation. All of the actual text:
        \(actual.joined(separator: "\n"))
        """
    }
  }
}
