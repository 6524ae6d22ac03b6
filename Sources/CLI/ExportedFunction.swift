import Validation
import WebAssembly

/// A function that a module exports.
struct ExportedFunction {
  let name: String
  let type: FunctionType

  static func all(of module: ValidatedModule) -> [ExportedFunction] {
    module.module.exports.filter { $0.kind == .function }.map { export in
      ExportedFunction(name: export.name, type: module.functionTypes[Int(export.index)])
    }
  }

  var text: String { "\(name) \(type)" }
}
