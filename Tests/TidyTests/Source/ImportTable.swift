/// The table "What may import what" in `Sources/README.md`.
struct ImportTable {
  struct Row {
    /// Counted from 1.
    var line: Int
    /// The modules that the row names.
    var modules: Set<String>
    /// Whether it grants all that comes with the system.
    var hasSystem: Bool

    func grants(_ module: String) -> Bool {
      modules.contains(module) || hasSystem && ImportTable.system.contains(module)
    }
  }

  static let path = "Sources/README.md"

  /// What comes with the system and the toolchain; not for the core, which reads hostile input.
  static let system: Set<String> = ["Foundation", "Glibc", "Synchronization", "Dispatch"]

  /// By target.
  var rows: [String: Row] = [:]

  init(_ file: SourceFile) {
    guard let start = file.lines.firstIndex(of: "## What may import what") else { return }
    for line in file.lines.indices[(start + 1)...] {
      if file.lines[line].hasPrefix("## ") { break }
      guard let match = file.lines[line].wholeMatch(of: /\| (\w+) \| (.*) \|/), match.1 != "target"
      else { continue }
      // What stands in parentheses says what a module is for.
      let names = match.2.replacing(/\ \([^)]*\)/, with: "").split(separator: ", ").map(String.init)
      rows[String(match.1)] = Row(
        line: line + 1, modules: Set(names).subtracting(["nothing", "the system"]),
        hasSystem: names.contains("the system"))
    }
  }
}
