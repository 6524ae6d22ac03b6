/// Each target imports only what `Sources/README.md`, "What may import what", grants it.
struct ImportRule: TidyRule {
  let summary = "imports keep to the table"

  func violations(in tree: SourceTree) -> [Violation] {
    guard let readme = tree[ImportTable.path] else {
      return [Violation(ImportTable.path, "is absent")]
    }
    let table = ImportTable(readme)
    return tree.swiftFiles.flatMap { file in
      Self.imports(of: file).compactMap { line, module -> Violation? in
        // Tests import what they test: `Package.swift` says what that is.
        guard let target = file.target, !target.hasSuffix("Tests"),
          table.rows[target]?.grants(module) != true
        else { return nil }
        return Violation(file.path, line: line, "\(target) may not import \(module)")
      }
    }
  }

  /// The modules that a file imports, with their lines, counted from 1.
  static func imports(of file: SourceFile) -> [(line: Int, module: String)] {
    file.code.enumerated().compactMap { line, code in
      importedModule(code).map { (line + 1, $0) }
    }
  }

  static func importedModule(_ line: String) -> String? {
    let words = line.split(separator: " ")
    guard let index = words.firstIndex(of: "import"), index + 1 < words.count,
      words[..<index].allSatisfy({ $0.hasPrefix("@") || access.contains(String($0)) })
    else { return nil }
    // `import struct Foundation.Data` names its module after the kind.
    let kinds = ["struct", "class", "enum", "protocol", "func", "var", "typealias"]
    let path = kinds.contains(String(words[index + 1])) ? words.last : words[index + 1]
    return path?.split(separator: ".").first.map(String.init)
  }

  private static let access = ["package", "internal", "private", "fileprivate", "public"]
}
