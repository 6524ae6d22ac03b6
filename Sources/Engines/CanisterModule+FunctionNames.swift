package import Admission
package import Symbols
import Validation
import WebAssembly

extension CanisterModule {
  /// The names of all functions, imported ones first, as people know them.
  ///
  /// Nil if the module tells none; else a function without a name has an empty one.
  package func functionNames(with swiftNames: SwiftNames) -> [String]? {
    let count = validated.functionTypes.count
    let names = module.names.functions.filter { $0.key < count && !$0.value.isEmpty }
    guard !names.isEmpty else { return nil }
    let byName = swiftNames.byName
    return (0..<count).map { index in
      guard let name = names[UInt32(index)] else { return "" }
      let readable = RustSymbol.demangled(name) ?? name
      return byName[Substring(readable)].map(String.init) ?? readable
    }
  }

  /// The names of functions that may be of Swift, each once, in the order of the functions.
  package var mangledSwiftNames: [String] {
    var known: Set<String> = []
    return module.names.functions.filter { SwiftNames.isMangled($0.value) }
      .sorted { $0.key < $1.key }.map(\.value).filter { known.insert($0).inserted }
  }
}

extension SwiftNames {
  /// Looks up the names of a canister, in another process.
  ///
  /// No confined process can start that: an interpreted canister gets a file of what was found.
  package init(of canister: CanisterModule) {
    let names = canister.mangledSwiftNames
    self.init(lines: names.isEmpty ? [] : SwiftDemangler.lines(for: names))
  }
}
