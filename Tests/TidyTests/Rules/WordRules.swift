/// Nothing prints but the command line.
struct PrintRule: TidyRule {
  let summary = "only the command line prints"

  func violations(in tree: SourceTree) -> [Violation] {
    tree.swiftFiles.filter { $0.target != nil && $0.target != "CLI" }.flatMap { file in
      file.code.enumerated().compactMap { line, code in
        let calls = ["print(", "debugPrint(", "dump("]
        guard calls.contains(where: { code.containsWord($0) }) else { return nil }
        return Violation(file.path, line: line + 1, "prints")
      }
    }
  }
}

/// The runtime calls no function of the C library that ends a confined process: `qsort` asks the
/// system how much memory there is.
struct ConfinedCallRule: TidyRule {
  let summary = "the runtime calls nothing that a confined process may not"

  func violations(in tree: SourceTree) -> [Violation] {
    tree.files.filter { $0.path.hasPrefix("runtime/src/") }.flatMap { file in
      file.code.enumerated().compactMap { line, code in
        let calls = ["qsort(", "qsort_r(", "popen(", "system("]
        guard let call = calls.first(where: { code.containsWord($0) }) else { return nil }
        return Violation(file.path, line: line + 1, "calls `\(call.dropLast())`")
      }
    }
  }
}

/// No marks for later are left in any file.
struct MarkRule: TidyRule {
  let summary = "no marks for later are left"

  /// In two parts, so that this file keeps the rule.
  static let marks = [("TO", "DO"), ("FIX", "ME"), ("XX", "X"), ("HA", "CK")].map { $0 + $1 }

  func violations(in tree: SourceTree) -> [Violation] {
    tree.files.flatMap { file in
      file.lines.enumerated().compactMap { line, text in
        guard let mark = Self.marks.first(where: { text.containsWord($0) }) else { return nil }
        return Violation(file.path, line: line + 1, "\(mark) is left")
      }
    }
  }
}

/// There is no `public` interface, and no other access than `package` or narrower.
struct PublicRule: TidyRule {
  let summary = "nothing is public"

  func violations(in tree: SourceTree) -> [Violation] {
    tree.swiftFiles.flatMap { file in
      file.code.enumerated().compactMap { line, code in
        guard code.containsWord("public ") || code.containsWord("open class") else { return nil }
        return Violation(file.path, line: line + 1, "is public: `package` or narrower")
      }
    }
  }
}

/// No type bears the name of a module, which it would hide.
struct ModuleNameRule: TidyRule {
  let summary = "no type bears a module's name"

  func violations(in tree: SourceTree) -> [Violation] {
    let modules = Set(tree.swiftFiles.compactMap(\.target))
    return tree.swiftFiles.flatMap { file in
      file.code.enumerated().compactMap { line, code in
        guard let name = Declaration(code)?.typeName, modules.contains(name) else { return nil }
        return Violation(file.path, line: line + 1, "\(name) is the name of a module")
      }
    }
  }
}

extension StringProtocol {
  /// Whether the text occurs with no letter, digit or underscore just before it, nor after it if it
  /// ends in one itself.
  func containsWord(_ word: String) -> Bool {
    func continues(_ character: Character) -> Bool {
      character.isLetter || character.isNumber || character == "_"
    }
    var rest = self[...]
    while let range = rest.firstRange(of: word) {
      let before = range.lowerBound == startIndex ? nil : self[index(before: range.lowerBound)]
      let after = range.upperBound == endIndex ? nil : self[range.upperBound]
      let isWhole = word.last.map(continues) == true ? after.map(continues) != true : true
      if before.map({ continues($0) || $0 == "." }) != true && isWhole { return true }
      rest = rest[range.upperBound...]
    }
    return false
  }
}
