package import Validation
package import WebAssembly

/// A function that a module exports.
package struct ExportedFunction {
  package let name: String
  package let type: FunctionType

  /// In the order of the module's exports.
  package static func all(of module: ValidatedModule) -> [ExportedFunction] {
    module.module.exports.filter { $0.kind == .function }.map { export in
      ExportedFunction(name: export.name, type: module.functionTypes[Int(export.index)])
    }
  }

  package var text: String { "\(name) \(type)" }
}
