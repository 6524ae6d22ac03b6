/// A `switch` as found in the text of a file.
struct ScannedSwitch {
  /// Counted from 0: the line of the keyword and that of the closing brace.
  var firstLine: Int
  var lastLine: Int
  var subject: String
  /// The words that follow a dot in the labels: `.block, .loop` are `block` and `loop`.
  var labels: [String] = []
  var defaultLine: Int?
  /// By case, the number of its statements.
  var statementCounts: [Int] = []

  var lineCount: Int { lastLine - firstLine + 1 }
  var isExhaustive: Bool { defaultLine == nil }
  var hasOneStatementPerCase: Bool { statementCounts.allSatisfy { $0 <= 1 } }
}

/// Finds switches by indentation, which the formatter keeps: the labels of a `switch` stand in its
/// own column, and so does its closing brace.
enum SwitchScanner {
  static func switches(in file: SourceFile) -> [ScannedSwitch] {
    switches(in: file, lines: 0...max(0, file.code.count - 1))
  }

  static func switches(in file: SourceFile, lines: ClosedRange<Int>) -> [ScannedSwitch] {
    lines.compactMap { line in
      let words = file.code[line].split(separator: " ")
      guard words.contains("switch"), words.last == "{" else { return nil }
      return scan(file.code, from: line, through: lines.upperBound)
    }
  }

  private static func scan(_ code: [String], from first: Int, through last: Int) -> ScannedSwitch? {
    let indentation = code[first].prefix { $0 == " " }
    let subject = code[first].split(separator: "switch ").last ?? ""
    var found = ScannedSwitch(firstLine: first, lastLine: first, subject: String(subject))
    var statementIndentation = 0
    var isInLabel = false
    for line in (first + 1)...max(first + 1, last) where line < code.count {
      let text = code[line].drop { $0 == " " }
      let column = code[line].count - text.count
      if text.isEmpty { continue }
      if column == indentation.count && text.hasPrefix("}") {
        found.lastLine = line
        return found
      }
      if column == indentation.count, text.hasPrefix("case ") || text.hasPrefix("default:") {
        if text.hasPrefix("default:") { found.defaultLine = line }
        found.statementCounts.append(0)
        isInLabel = true
        statementIndentation = indentation.count + 2
      }
      if isInLabel {
        let (label, rest) = splitLabel(text)
        found.labels += labels(label)
        guard let rest else { continue }
        isInLabel = false
        if !rest.allSatisfy({ $0 == " " }) {
          found.statementCounts[found.statementCounts.count - 1] += 1
        }
      } else if column == statementIndentation, !found.statementCounts.isEmpty,
        let character = text.first, character.isLetter || character == "_"
      {
        found.statementCounts[found.statementCounts.count - 1] += 1
      }
    }
    return nil
  }

  /// A label up to its colon, and what follows it on the line; nil if the colon is not there yet.
  private static func splitLabel(_ text: Substring) -> (label: Substring, rest: Substring?) {
    var depth = 0
    for index in text.indices {
      if "([".contains(text[index]) { depth += 1 }
      if ")]".contains(text[index]) { depth -= 1 }
      if depth == 0 && text[index] == ":" {
        return (text[..<index], text[text.index(after: index)...])
      }
    }
    return (text, nil)
  }

  private static func labels(_ label: Substring) -> [String] {
    label.split(separator: ".", omittingEmptySubsequences: false).dropFirst().map {
      String($0.prefix { $0.isLetter || $0.isNumber })
    }.filter { !$0.isEmpty }
  }
}
