/// No file of Swift or C is longer than 600 lines, tables aside.
struct FileLengthRule: TidyRule {
  let summary = "files are at most 600 lines long"
  static let limit = 600

  func violations(in tree: SourceTree) -> [Violation] {
    tree.files.compactMap { file in
      guard file.kind != .other else { return nil }
      let count = file.lines.count - (file.text.hasSuffix("\n") ? 1 : 0) - Self.tableLines(file)
      guard count > Self.limit else { return nil }
      return Violation(file.path, "\(count) lines, of at most \(Self.limit)")
    }
  }

  /// Lines of declarations that are tables: those behind `swift-format-ignore`.
  static func tableLines(_ file: SourceFile) -> Int {
    var count = 0
    var line = 0
    while line < file.lines.count {
      if file.lines[line].contains("// swift-format-ignore") {
        let end = declarationEnd(in: file.code, from: line + 1)
        count += end - line
        line = end
      }
      line += 1
    }
    return count
  }

  /// The line on which all brackets that the declaration opens are closed again.
  private static func declarationEnd(in code: [String], from first: Int) -> Int {
    var depth = 0
    for line in first..<code.count {
      for character in code[line] {
        if "([{".contains(character) { depth += 1 }
        if ")]}".contains(character) { depth -= 1 }
      }
      if depth <= 0 && !code[line].allSatisfy(\.isWhitespace) { return line }
    }
    return code.count - 1
  }
}

/// No line of Swift or C is longer than 100 columns.
struct LineLengthRule: TidyRule {
  let summary = "lines are at most 100 columns long"
  static let limit = 100

  func violations(in tree: SourceTree) -> [Violation] {
    tree.files.filter { $0.kind != .other }.flatMap { file in
      file.lines.enumerated().compactMap { line, text in
        guard text.utf8.count > Self.limit, text.count > Self.limit else { return nil }
        return Violation(file.path, line: line + 1, "\(text.count) columns, of at most 100")
      }
    }
  }
}

/// No function is longer than 70 lines, lines of exhaustive switches aside that have one statement
/// a case.
struct FunctionLengthRule: TidyRule {
  let summary = "functions are at most 70 lines long"
  static let limit = 70

  func violations(in tree: SourceTree) -> [Violation] {
    tree.files.flatMap { file in
      FunctionScanner.functions(in: file).compactMap { function in
        guard function.lineCount > Self.limit else { return nil }
        let flat = SwitchScanner.switches(in: file, lines: function.openingLine...function.lastLine)
          .filter { $0.isExhaustive && $0.hasOneStatementPerCase }
        let exempt = flat.map(\.lineCount).max() ?? 0
        let count = function.lineCount - exempt
        guard count > Self.limit else { return nil }
        return Violation(
          file.path, line: function.firstLine + 1,
          "\(function.name) has \(count) lines, of at most \(Self.limit)")
      }
    }
  }
}
