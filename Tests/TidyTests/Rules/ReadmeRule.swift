/// The commands that README.md tells people to type are run by `make test`.
///
/// Lines with `make` are checked here to name targets. The others are for `scripts/readme.sh`,
/// which types them all; that the Makefile's tests run it is checked here too, and that linting
/// is strict.
struct ReadmeRule: TidyRule {
  let summary = "what README.md and the Makefile promise is checked"

  func violations(in tree: SourceTree) -> [Violation] {
    guard let readme = tree["README.md"], let makefile = tree["Makefile"] else {
      return [Violation("README.md", "README.md or Makefile is absent")]
    }
    var violations: [Violation] = []
    let targets = Self.recipes(makefile)
    for (line, command) in Self.commands(readme) {
      let words = command.split(separator: " ").map(String.init)
      guard words.first == "make" else { continue }
      for word in words.dropFirst() where !word.contains("=") && targets[word] == nil {
        violations.append(Violation("README.md", line: line, "make has no target \(word)"))
      }
    }
    let hasOthers = Self.commands(readme).contains { !$0.command.hasPrefix("make") }
    if hasOthers && targets["test"]?.contains("scripts/readme.sh") != true {
      violations.append(Violation("Makefile", "`test` does not run scripts/readme.sh"))
    }
    if targets["lint"]?.contains("format lint --strict") != true {
      violations.append(Violation("Makefile", "`lint` does not run `swift format lint --strict`"))
    }
    return violations
  }

  /// The lines of fenced `sh` blocks.
  static func commands(_ file: SourceFile) -> [(line: Int, command: String)] {
    var commands: [(Int, String)] = []
    var isInside = false
    for (line, text) in file.lines.enumerated() {
      if text.hasPrefix("```") {
        isInside = text == "```sh"
      } else if isInside, !text.isEmpty, !text.hasPrefix("#") {
        commands.append((line + 1, String(text)))
      }
    }
    return commands
  }

  /// By target: the lines of its recipe.
  static func recipes(_ makefile: SourceFile) -> [String: String] {
    var recipes: [String: String] = [:]
    var target: String?
    for text in makefile.lines {
      if text.hasPrefix("\t"), let target {
        recipes[target, default: ""] += text + "\n"
      } else if let colon = text.firstIndex(of: ":"), text.first?.isLetter == true,
        !text[colon...].hasPrefix(":=")
      {
        target = String(text[..<colon])
        recipes[String(text[..<colon])] = ""
      }
    }
    return recipes
  }
}
