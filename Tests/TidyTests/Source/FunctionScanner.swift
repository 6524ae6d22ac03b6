/// A function with a body, as found in the text of a file.
struct ScannedFunction: Equatable {
  var name: String
  /// Lines, counted from 0: the first one of the declaration, the one that opens the body, and the
  /// one that closes it.
  var firstLine: Int
  var openingLine: Int
  var lastLine: Int

  var lineCount: Int { lastLine - firstLine + 1 }
}

/// Finds functions by keywords and braces; enough to count lines.
enum FunctionScanner {
  static func functions(in file: SourceFile) -> [ScannedFunction] {
    switch file.kind {
    case .swift: swiftFunctions(in: file)
    case .c: cFunctions(in: file)
    case .other: []
    }
  }

  /// Functions, initialisers, subscripts and computed properties.
  private static func swiftFunctions(in file: SourceFile) -> [ScannedFunction] {
    file.code.indices.compactMap { line in
      guard let name = declaredName(file.code[line]),
        let opening = openingBrace(in: file.code, from: line),
        let last = closingLine(in: file.code, from: opening)
      else { return nil }
      return ScannedFunction(name: name, firstLine: line, openingLine: opening.line, lastLine: last)
    }
  }

  /// The name of what a line declares, if that can have a body.
  static func declaredName(_ line: String) -> String? {
    let words = line.split { !($0.isLetter || $0.isNumber || "_`@(?".contains($0)) }
    for (index, word) in words.enumerated() {
      switch word {
      case "func", "var":
        return index + 1 < words.count ? name(words[index + 1]) : nil
      case "deinit", "subscript": return String(word)
      case _ where word.hasPrefix("init(") || word.hasPrefix("init?(") || word == "init":
        return line.contains(".init") ? nil : "init"
      case _ where word.hasPrefix("subscript("): return "subscript"
      case _ where isModifier(word): continue
      default: return nil
      }
    }
    return nil
  }

  private static func name(_ word: Substring) -> String {
    String(word.prefix { $0 != "(" && $0 != "?" }.filter { $0 != "`" })
  }

  private static func isModifier(_ word: Substring) -> Bool {
    let modifiers = [
      "package", "public", "private", "fileprivate", "internal", "static", "class", "final",
      "mutating", "nonmutating", "borrowing", "consuming", "override", "required", "convenience",
      "nonisolated", "isolated", "lazy", "weak", "indirect",
    ]
    return word.hasPrefix("@") || modifiers.contains { word == $0 || word.hasPrefix($0 + "(") }
  }

  struct Position {
    var line: Int
    var column: Int
  }

  /// The brace that opens the body of the declaration, or nil if it has none.
  private static func openingBrace(in code: [String], from first: Int) -> Position? {
    var depth = 0
    for line in first..<code.count {
      // The next declaration begins before a body has: a requirement of a protocol.
      if line > first, depth == 0, declaredName(code[line]) != nil { return nil }
      for (column, character) in code[line].enumerated() {
        switch character {
        case "(", "[": depth += 1
        case ")", "]": depth -= 1
        case "{" where depth == 0: return Position(line: line, column: column)
        case "}" where depth == 0: return nil
        case "=" where depth == 0 && isAssignment(code[line], column): return nil
        default: break
        }
      }
    }
    return nil
  }

  private static func isAssignment(_ line: String, _ column: Int) -> Bool {
    let around = Array(line)[max(0, column - 1)..<min(line.count, column + 2)]
    return !around.contains { "=<>!".contains($0) && $0 != "=" } && around.count { $0 == "=" } == 1
  }

  private static func closingLine(in code: [String], from opening: Position) -> Int? {
    var depth = 0
    for line in opening.line..<code.count {
      let start = line == opening.line ? opening.column : 0
      for character in code[line].dropFirst(start) {
        if character == "{" { depth += 1 }
        if character == "}" { depth -= 1 }
        if depth == 0 && character == "}" { return line }
      }
    }
    return nil
  }

  /// In C, a body opens at the end of a line that is not indented and closes on one that is `}`.
  private static func cFunctions(in file: SourceFile) -> [ScannedFunction] {
    var functions: [ScannedFunction] = []
    var first: Int?
    var opening: (line: Int, name: String)?
    for (line, code) in file.code.enumerated() {
      if let open = opening {
        guard code.hasPrefix("}") else { continue }
        functions.append(
          ScannedFunction(
            name: open.name, firstLine: first ?? open.line, openingLine: open.line, lastLine: line))
        (first, opening) = (nil, nil)
      } else if code.hasPrefix("#") || code.allSatisfy(\.isWhitespace) || code.hasSuffix(";") {
        first = nil
      } else {
        if first == nil, code.first?.isLetter == true { first = line }
        let declaration = first.map { file.code[$0...line].joined() } ?? ""
        if declaration.last == "{" || declaration.hasSuffix("{ "), declaration.contains("("),
          !declaration.contains("="), !declaration.hasPrefix("typedef")
        {
          let head = declaration.prefix { $0 != "(" }
          opening = (
            line, String(head.split { !($0.isLetter || $0.isNumber || $0 == "_") }.last ?? "")
          )
        }
      }
    }
    return functions
  }
}
