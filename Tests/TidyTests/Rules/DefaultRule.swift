/// Switches over instructions list every case: a new instruction must not slip through.
///
/// A default that ends the program does not let it, so where validation leaves only a few
/// instructions, as in constant expressions, that one is allowed.
struct DefaultRule: TidyRule {
  let summary = "no `default:` in switches over instructions"

  static let definitions = [
    "Sources/WebAssembly/Instruction.swift", "Sources/WebAssembly/VectorInstruction.swift",
    "Sources/Instrumentation/InstrumentedInstruction.swift",
  ]

  func violations(in tree: SourceTree) -> [Violation] {
    let cases = Set(Self.definitions.compactMap { tree[$0] }.flatMap(Self.cases))
    return tree.swiftFiles.filter(Self.knowsInstructions).flatMap { file in
      SwitchScanner.switches(in: file).compactMap { found in
        guard let line = found.defaultLine, Self.isOverInstructions(found, cases),
          !file.code[line].contains("default: preconditionFailure(")
        else { return nil }
        return Violation(file.path, line: line + 1, "`default:` in a switch over instructions")
      }
    }
  }

  private static func knowsInstructions(_ file: SourceFile) -> Bool {
    guard file.path.hasPrefix("Sources/") else { return false }
    return file.target == "WebAssembly"
      || file.code.contains { ImportRule.importedModule($0) == "WebAssembly" }
  }

  /// By the word in its subject, or because all its labels, and at least two, are instructions'.
  private static func isOverInstructions(_ found: ScannedSwitch, _ cases: Set<String>) -> Bool {
    if found.subject.lowercased().contains("instruction") { return true }
    let labels = Set(found.labels)
    return labels.count >= 2 && labels.isSubset(of: cases)
  }

  /// The names of the cases that a file declares in its first enum.
  private static func cases(_ file: SourceFile) -> [String] {
    file.code.prefix { !$0.hasPrefix("}") }.flatMap { code -> [String] in
      let text = code.drop { $0 == " " }
      guard text.hasPrefix("case ") else { return [] }
      return text.dropFirst(5).split(separator: ", ").compactMap { part in
        let name = part.filter { $0 != "`" }.prefix { $0.isLetter || $0.isNumber }
        return name.isEmpty ? nil : String(name)
      }
    }
  }
}
