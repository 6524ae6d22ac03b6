import Validation
import WebAssembly

extension CanisterModule {
  /// The names of all functions, imported ones first, as people know them.
  ///
  /// Nil if the module tells none; else a function without a name has an empty one.
  package func functionNames() -> [String]? {
    let count = validated.functionTypes.count
    let names = module.names.functions.filter { $0.key < count && !$0.value.isEmpty }
    guard !names.isEmpty else { return nil }
    return (0..<count).map { index in
      guard let name = names[UInt32(index)] else { return "" }
      return RustSymbol.demangled(name) ?? name
    }
  }
}
