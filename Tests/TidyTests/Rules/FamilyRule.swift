/// A family of the runtime's sources uses itself and those below it: an include of a higher one
/// would be a circle (`runtime/README.md`).
struct FamilyRule: TidyRule {
  let summary = "a family of the runtime uses only those below it"

  /// The folders of `runtime/src`, the lowest first.
  static let families = ["base", "memory", "state", "execution", "system_api", "process"]

  func violations(in tree: SourceTree) -> [Violation] {
    tree.files.filter { $0.path.hasPrefix("runtime/src/") }.flatMap { file -> [Violation] in
      let folder = file.path.split(separator: "/")[2]
      guard let height = Self.height(of: folder) else {
        return [Violation(file.path, "lies in no family's folder")]
      }
      return file.lines.enumerated().compactMap { line, text in
        guard let header = Self.includedHeader(text) else { return nil }
        let family = header.split(separator: "/")[0]
        guard let other = Self.height(of: family), other > height else { return nil }
        return Violation(file.path, line: line + 1, "\(folder) is below \(family)")
      }
    }
  }

  private static func height(of family: Substring) -> Int? {
    families.firstIndex { $0 == family }
  }

  private static func includedHeader(_ line: Substring) -> Substring? {
    let words = line.split(separator: "\"")
    return words.count == 2 && words[0] == "#include " ? words[1] : nil
  }
}
