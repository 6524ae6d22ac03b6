/// No file is dead: Swift files declare something that another file mentions, headers are
/// included, and data files are named by what reads them.
struct DeadFileRule: TidyRule {
  let summary = "no file is dead"

  /// Read by people, by tools that look for the name, or run by hand as `make help` says.
  private static let alwaysUsed: Set<String> = [
    "README.md", "LICENSE", "Makefile", "Package.swift", "main.swift", "module.modulemap",
  ]

  func violations(in tree: SourceTree) -> [Violation] {
    let swift = deadSwiftFiles(in: tree).map { Violation($0.path, "nothing else mentions it") }
    let others = tree.files.filter { $0.kind == .other || $0.name.hasSuffix(".h") }
      .filter { file in !Self.alwaysUsed.contains(file.name) && !isNamed(file, in: tree) }
      .map { Violation($0.path, "nothing names it") }
    return swift + others
  }

  private func deadSwiftFiles(in tree: SourceTree) -> [SourceFile] {
    let words = tree.swiftFiles.map { file in
      Set(file.code.flatMap { $0.split { !($0.isLetter || $0.isNumber || $0 == "_") } })
    }
    return tree.swiftFiles.enumerated().filter { index, file in
      guard !Self.alwaysUsed.contains(file.name), !file.path.hasPrefix("examples/") else {
        return false
      }
      // Test suites are found by the testing library.
      if file.code.contains(where: { $0.contains("@Test") || $0.contains("@Suite") }) {
        return false
      }
      let declared = Set(file.code.flatMap(Self.declaredNames))
      return !words.enumerated().contains { other, words in
        other != index && !declared.isDisjoint(with: words)
      }
    }.map(\.1)
  }

  private static func declaredNames(_ line: String) -> [Substring] {
    guard let declaration = Declaration(line) else {
      // An extension is used where its members are used; an initialiser by its type's name.
      let words = line.split(separator: " ")
      return words.first == "extension" ? [words[1].prefix { $0.isLetter }] : []
    }
    return [declaration.name[...]]
  }

  /// Whether another file has the file's name, its folder, or a pattern for files like it.
  private func isNamed(_ file: SourceFile, in tree: SourceTree) -> Bool {
    let folders = file.path.split(separator: "/").dropLast()
    let folder = folders.last ?? ""
    let ending = file.name.split(separator: ".").last ?? ""
    let names = [
      file.name, folders.joined(separator: "/") + "/", "\"\(folder)\"", "\(folder)/*.\(ending)",
    ]
    return tree.files.contains { other in
      other.path != file.path && names.contains { other.mentions($0) }
    }
  }
}
