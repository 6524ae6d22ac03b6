extension SourceFile {
  /// The lines, counted from 0, of declarations that are tables: those behind
  /// `swift-format-ignore`.
  var tableLines: Set<Int> {
    var tables: Set<Int> = []
    for line in lines.indices
    where lines[line].drop(while: { $0 == " " })
      .hasPrefix("// swift-format-ignore")
    {
      tables.formUnion(line...declarationEnd(from: min(line + 1, lines.count - 1)))
    }
    return tables
  }

  /// The line on which all brackets that the declaration opens are closed again.
  private func declarationEnd(from first: Int) -> Int {
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
