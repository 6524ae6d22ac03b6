/// The names of Swift functions, demangled.
///
/// It is what Swift's own backtraces show, and `swift demangle -simplified` prints. Only Swift's
/// runtime knows that, and it trusts what it reads, so a process of its own asks it
/// (`SwiftDemangler`); this is what came of that.
package struct SwiftNames {
  /// A line for each name that was understood: the name, a tab, and what it stands for.
  package let lines: [UInt8]

  /// What was found before.
  package init(lines: [UInt8]) { self.lines = lines }

  private static let prefixes = ["$s", "$S", "$e"].flatMap { [$0, "_" + $0] }
  /// Much longer names make the demangler call itself until its stack is full.
  private static let longest = 1024

  /// Whether a name may be of Swift.
  package static func isMangled(_ name: String) -> Bool {
    name.utf8.count <= longest && prefixes.contains { name.utf8.starts(with: $0.utf8) }
      && name.utf8.allSatisfy { 0x21...0x7E ~= $0 }
  }

  /// The names that were understood, demangled.
  package var byName: [Substring: Substring] {
    var byName: [Substring: Substring] = [:]
    for line in String(decoding: lines, as: UTF8.self).split(separator: "\n") {
      let parts = line.split(separator: "\t", maxSplits: 1)
      if parts.count == 2 { byName[parts[0]] = parts[1] }
    }
    return byName
  }
}
