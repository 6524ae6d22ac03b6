package import Canister
import WebAssembly

/// What the names of functions that compilers of Swift make stand for.
///
/// It is what Swift's own backtraces show, and `swift demangle -simplified` prints. Only Swift's
/// runtime knows that, and it trusts what it reads: `SwiftDemangler` asks it in another process,
/// which no confined process can start. So an interpreted canister gets a file of what was found.
package struct SwiftNames {
  /// A line for each name that was understood: the name, a tab, and what it stands for.
  package let lines: [UInt8]

  /// What was found before.
  package init(lines: [UInt8]) { self.lines = lines }

  /// Looks up the names of a canister.
  package init(of canister: CanisterModule) {
    let names = Self.mangled(in: canister)
    lines = names.isEmpty ? [] : SwiftDemangler.lines(for: names)
  }

  /// The names of functions that may be of Swift, each once, in the order of the functions.
  static func mangled(in canister: CanisterModule) -> [String] {
    var known: Set<String> = []
    return canister.module.names.functions.filter { isMangled($0.value) }
      .sorted { $0.key < $1.key }.map(\.value).filter { known.insert($0).inserted }
  }

  private static let prefixes = ["$s", "$S", "$e"].flatMap { [$0, "_" + $0] }
  /// Much longer names make the demangler call itself until its stack is full.
  private static let longest = 1024

  private static func isMangled(_ name: String) -> Bool {
    name.utf8.count <= longest && prefixes.contains { name.utf8.starts(with: $0.utf8) }
      && name.utf8.allSatisfy { 0x21...0x7E ~= $0 }
  }

  fileprivate var byName: [Substring: Substring] {
    var byName: [Substring: Substring] = [:]
    for line in String(decoding: lines, as: UTF8.self).split(separator: "\n") {
      let parts = line.split(separator: "\t", maxSplits: 1)
      if parts.count == 2 { byName[parts[0]] = parts[1] }
    }
    return byName
  }
}

extension CanisterModule {
  /// The names of all functions as `functionNames` has them, with those of Swift as people know
  /// them, too.
  package func functionNames(with swiftNames: SwiftNames) -> [String]? {
    let byName = swiftNames.byName
    return functionNames()?.map { name in byName[Substring(name)].map(String.init) ?? name }
  }
}
