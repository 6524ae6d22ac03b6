/// No file of Swift or C is longer than 600 lines, tables aside.
struct FileLengthRule: TidyRule {
  let summary = "files are at most 600 lines long"
  static let limit = 600

  func violations(in tree: SourceTree) -> [Violation] {
    tree.files.compactMap { file in
      guard file.kind != .other else { return nil }
      let count = file.lines.count - (file.text.hasSuffix("\n") ? 1 : 0) - file.tableLines.count
      guard count > Self.limit else { return nil }
      return Violation(file.path, "\(count) lines, of at most \(Self.limit)")
    }
  }
}

/// No line of Swift or C is longer than 100 columns, save in tables with aligned columns.
struct LineLengthRule: TidyRule {
  let summary = "lines are at most 100 columns long"
  static let limit = 100

  func violations(in tree: SourceTree) -> [Violation] {
    tree.files.filter { $0.kind != .other }.flatMap { file -> [Violation] in
      let tableLines = file.tableLines
      return file.lines.enumerated().compactMap { line, text in
        guard text.utf8.count > Self.limit, text.count > Self.limit, !tableLines.contains(line)
        else { return nil }
        return Violation(file.path, line: line + 1, "\(text.count) columns, of at most 100")
      }
    }
  }
}

/// No function is longer than 70 lines, save by an exhaustive switch with one statement a case.
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
