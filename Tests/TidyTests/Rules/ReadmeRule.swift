/// The commands that README.md and CONVENTIONS.md tell people to type are run by `make test`.
///
/// Lines with `make` are checked here to name targets. The others are for `scripts/readme.sh`,
/// which types them all; that the Makefile's tests run it is checked here too, and that linting
/// is strict.
struct ReadmeRule: TidyRule {
  let summary = "what README.md, CONVENTIONS.md and the Makefile promise is checked"

  static let pages = ["README.md", "CONVENTIONS.md"]

  func violations(in tree: SourceTree) -> [Violation] {
    var violations = (Self.pages + ["Makefile"]).filter { tree[$0] == nil }
      .map { Violation($0, "is absent") }
    guard let makefile = tree["Makefile"] else { return violations }
    let targets = Self.recipes(makefile)
    for page in Self.pages.compactMap({ tree[$0] }) {
      for (line, command) in Self.commands(page) {
        let words = command.split(separator: " ").map(String.init)
        guard words.first == "make" else { continue }
        for word in words.dropFirst() where !word.contains("=") && targets[word] == nil {
          violations.append(Violation(page.path, line: line, "make has no target \(word)"))
        }
      }
    }
    if targets["test"]?.contains("scripts/readme.sh") != true {
      violations.append(Violation("Makefile", "`test` does not run scripts/readme.sh"))
    }
    if let script = tree["scripts/readme.sh"] {
      violations += Self.pages.filter { !script.mentions($0) }
        .map { Violation(script.path, "does not type the commands of \($0)") }
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
