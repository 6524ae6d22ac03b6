/// The targets of `Package.swift`, as its text has them.
struct PackageManifest {
  struct Target {
    var name: String
    /// Of the target's first line, counted from 1.
    var line: Int
    var isExecutable: Bool
    /// Targets, and products of packages.
    var dependencies: Set<String>
  }

  var targets: [Target]

  init(_ file: SourceFile) {
    let text = file.text
    targets = text.matches(of: /\.(target|executableTarget|testTarget)\(/).compactMap { match in
      let arguments = Self.balanced(text[match.range.upperBound...])
      guard let name = arguments.firstMatch(of: /name: "(\w+)"/)?.1 else { return nil }
      let list = arguments.firstRange(of: "dependencies: [").map { range in
        Self.balanced(arguments[range.upperBound...])
      }
      let dependencies = list?.replacing(/, package: "[^"]*"/, with: "").matches(of: /"(\w+)"/)
      return Target(
        name: String(name), line: text[..<match.range.lowerBound].count { $0.isNewline } + 1,
        isExecutable: match.1 == "executableTarget",
        dependencies: Set((dependencies ?? []).map { String($0.1) }))
    }
  }

  /// What comes before the bracket that closes one before the text.
  private static func balanced(_ text: Substring) -> Substring {
    var depth = 0
    return text.prefix { character in
      if "([".contains(character) { depth += 1 }
      if ")]".contains(character) { depth -= 1 }
      return depth >= 0
    }
  }
}
