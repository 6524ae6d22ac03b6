package import Validation
import WebAssembly

/// The module `spectest`, from which scripts import.
///
/// It is a plain module, so engines need nothing special for it: its functions, which would print
/// their arguments, do nothing.
package enum SpectestModule {
  package static let name = "spectest"

  /// The module, ready to be instantiated.
  package static let validated: ValidatedModule = {
    do {
      return try Validator.validate(module)
    } catch {
      preconditionFailure("spectest is invalid: \(error)")
    }
  }()

  private static let module: Module = {
    var module = Module()
    addFunctions(to: &module)
    addGlobals(to: &module)
    let limits = Limits(minimum: 10, maximum: 20)
    module.tables = [
      TableType(elementType: .funcref, limits: limits),
      TableType(elementType: .funcref, limits: limits, addressType: .i64),
    ]
    module.memories = [MemoryType(limits: Limits(minimum: 1, maximum: 2))]
    module.exports += [
      Export(name: "table", kind: .table, index: 0),
      Export(name: "table64", kind: .table, index: 1),
      Export(name: "memory", kind: .memory, index: 0),
    ]
    return module
  }()

  private static func addFunctions(to module: inout Module) {
    let functions: [(name: String, parameters: [ValueType])] = [
      ("print", []), ("print_i32", [.i32]), ("print_i64", [.i64]), ("print_f32", [.f32]),
      ("print_f64", [.f64]), ("print_i32_f32", [.i32, .f32]), ("print_f64_f64", [.f64, .f64]),
    ]
    for (index, function) in functions.enumerated() {
      module.types.append(FunctionType(parameters: function.parameters, results: []))
      module.functionTypeIndexes.append(UInt32(index))
      module.bodies.append(
        FunctionBody(
          locals: [], instructions: [.end], instructionOffsets: [0], branchLabels: [],
          offsetBytes: 0, sizeBytes: 2))
      module.exports.append(Export(name: function.name, kind: .function, index: UInt32(index)))
    }
  }

  private static func addGlobals(to module: inout Module) {
    let globals: [(type: ValueType, value: Instruction)] = [
      (.i32, .i32Const(666)), (.i64, .i64Const(666)),
      (.f32, .f32Const(Float(666.6).bitPattern)), (.f64, .f64Const((666.6).bitPattern)),
    ]
    for (index, global) in globals.enumerated() {
      module.globals.append(
        Global(
          type: GlobalType(valueType: global.type, isMutable: false),
          initializer: ConstantExpression(instructions: [global.value])))
      module.exports.append(
        Export(name: "global_\(global.type)", kind: .global, index: UInt32(index)))
    }
  }
}
