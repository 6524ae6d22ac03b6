/// What other targets can use is documented: every `package` type, and every `package` function
/// that is more than a line or two.
///
/// Properties and initialisers need a comment where their names do not tell all; that is for people
/// to judge. A function that a protocol requires is documented there.
struct DocumentationRule: TidyRule {
  let summary = "package declarations have doc comments"

  func violations(in tree: SourceTree) -> [Violation] {
    let required = Set(tree.swiftFiles.flatMap(Self.requirements))
    return tree.swiftFiles.flatMap { file in
      let functions = FunctionScanner.functions(in: file)
      return file.code.enumerated().compactMap { line, code -> Violation? in
        guard let declaration = Declaration(code), declaration.isPackage,
          declaration.typeName != nil || declaration.keyword == "func",
          !Self.isDocumented(file, line)
        else { return nil }
        if declaration.keyword == "func" {
          let length = functions.first { $0.firstLine == line }?.lineCount ?? .max
          if length <= 3 || required.contains(declaration.name) { return nil }
        }
        return Violation(file.path, line: line + 1, "\(declaration.name) has no doc comment")
      }
    }
  }

  private static func isDocumented(_ file: SourceFile, _ line: Int) -> Bool {
    var above = line - 1
    while above >= 0 {
      let text = file.lines[above].drop { $0 == " " }
      if text.hasPrefix("///") { return true }
      guard text.hasPrefix("@") || text.hasPrefix("// swift-format-ignore") else { return false }
      above -= 1
    }
    return false
  }

  /// The names of the functions that protocols in the file require.
  private static func requirements(_ file: SourceFile) -> [String] {
    var names: [String] = []
    var isInProtocol = false
    for code in file.code {
      let declaration = Declaration(code)
      if declaration?.keyword == "protocol" { isInProtocol = true }
      if code.hasPrefix("}") { isInProtocol = false }
      if isInProtocol, let declaration, declaration.keyword == "func" {
        names.append(declaration.name)
      }
    }
    return names
  }
}
