/// `Package.swift` gives each target what the table in `Sources/README.md` grants it, and what its
/// tests import: no more, and no less.
struct DependencyRule: TidyRule {
  let summary = "Package.swift, the table of imports, and the imports agree"

  func violations(in tree: SourceTree) -> [Violation] {
    guard let package = tree["Package.swift"], let readme = tree[ImportTable.path] else {
      return [Violation("Package.swift", "this file or \(ImportTable.path) is absent")]
    }
    let manifest = PackageManifest(package)
    let table = ImportTable(readme)
    let imports = Dictionary(grouping: tree.swiftFiles.filter { $0.target != nil }) {
      $0.target ?? ""
    }
    .mapValues { files in Set(files.flatMap { ImportRule.imports(of: $0).map(\.module) }) }
    let executables = Set(manifest.targets.filter(\.isExecutable).map(\.name))
    var violations: [Violation] = []
    for target in manifest.targets {
      // A target in C has no imports; an executable can't be imported, only be there to be run.
      guard let imported = imports[target.name] else { continue }
      func complain(_ modules: Set<String>, _ text: String) {
        violations += modules.sorted().map { module in
          Violation("Package.swift", line: target.line, "\(target.name) \(text) \(module)")
        }
      }
      complain(
        target.dependencies.subtracting(imported).subtracting(executables),
        "depends on what it does not import:")
      if let row = table.rows[target.name] {
        let granted = row.modules.subtracting(ImportTable.system)
        complain(target.dependencies.subtracting(granted), "is not granted by the table:")
        complain(granted.subtracting(target.dependencies), "does not depend on what it is granted:")
        complain(
          row.modules.intersection(ImportTable.system).subtracting(imported),
          "is granted what it does not import:")
      } else if target.name.hasSuffix("Tests") {
        complain(
          imported.subtracting(target.dependencies).subtracting(ImportTable.system)
            .subtracting(["Testing"]),
          "does not depend on what it imports:")
      } else {
        complain([target.name], "has no row in the table:")
      }
    }
    let known = Set(manifest.targets.map(\.name))
    return violations
      + table.rows.filter { !known.contains($0.key) }.sorted { $0.key < $1.key }.map {
        Violation(ImportTable.path, line: $0.value.line, "there is no target \($0.key)")
      }
  }
}

/// No file imports a target of this package of whose names it mentions none.
///
/// That a name is mentioned does not prove that the import is needed, since others may have the
/// same; so some dead imports stay, but none that is needed is complained of.
struct DeadImportRule: TidyRule {
  let summary = "no import is dead"

  func violations(in tree: SourceTree) -> [Violation] {
    let files = Dictionary(grouping: tree.swiftFiles) { $0.target }
    let names = files.mapValues { Set($0.flatMap(Self.declaredNames)) }
    return tree.swiftFiles.flatMap { file -> [Violation] in
      let imports = ImportRule.imports(of: file).filter { names[$0.module] != nil }
      if imports.isEmpty { return [] }
      let words = Set(
        file.code.filter { ImportRule.importedModule($0) == nil }.flatMap(Self.words))
      return imports.compactMap { line, module in
        guard let declared = names[module], words.isDisjoint(with: declared) else { return nil }
        return Violation(file.path, line: line, "mentions nothing of \(module)")
      }
    }
  }

  private static func words(_ line: String) -> [Substring] {
    line.split { !($0.isLetter || $0.isNumber || $0 == "_") }
  }

  /// Of a case's line all words count, since it may declare several.
  private static func declaredNames(_ file: SourceFile) -> [Substring] {
    file.code.flatMap { line -> [Substring] in
      let words = words(line)
      if words.contains("case") || words.contains("extension") { return words }
      return Declaration(line).map { [$0.name[...]] } ?? []
    }
  }
}
