/// What a line of Swift declares, judged by that line alone.
struct Declaration {
  /// `struct`, `func`, `var` and so on.
  var keyword: String
  var name: String
  var isPackage: Bool

  /// The name, if it is that of a type.
  var typeName: String? { Self.typeKeywords.contains(keyword) ? name : nil }

  static let typeKeywords: Set<String> = [
    "struct", "class", "enum", "protocol", "actor", "typealias",
  ]
  private static let keywords = typeKeywords.union(["func", "var", "let", "case"])

  init?(_ line: String) {
    let words = line.split { $0 == " " || $0 == ":" || $0 == "(" || $0 == "<" || $0 == "=" }
    guard
      let index = words.indices.first(where: { index in
        // `class func` and `class var` are modifiers of what follows.
        Self.keywords.contains(String(words[index]))
          && !(words[index] == "class" && index + 1 < words.count
            && Self.keywords.contains(String(words[index + 1])))
      }),
      index + 1 < words.count,
      words[..<index].allSatisfy({ Self.isModifier($0) })
    else { return nil }
    keyword = String(words[index])
    name = words[index + 1].filter { $0 != "`" && $0 != "," && $0 != "{" }
    isPackage = words[..<index].contains("package")
  }

  private static func isModifier(_ word: Substring) -> Bool {
    word.hasPrefix("@") || word.hasSuffix(")")
      || [
        "package", "private", "fileprivate", "internal", "public", "static", "final", "mutating",
        "borrowing", "consuming", "indirect", "nonisolated", "lazy", "class", "weak", "override",
      ].contains(String(word))
  }
}
