internal import Instrumentation
internal import LLVM
internal import Validation
internal import WebAssembly

/// The functions that stand for imported ones.
///
/// Always inlined, they cost nothing in a direct call, and they have addresses for tables.
struct ImportLowering {
  let emitter: FunctionEmitter
  let runtime: RuntimeSymbols
  let home: CodeHome
  let stableMemory: StableMemoryForm
  let locations: FunctionLocations

  private var types: TypeLowering { emitter.types }
  private var context: Context { emitter.output.context }

  /// Defines the function that stands for an import, by the index of that function.
  func lower(
    _ imported: Import, _ index: UInt32, _ type: FunctionType,
    _ stableMemoryFunctions: inout StableMemoryFunctions
  ) -> Function {
    let function = emitter.add("import.\(imported.name)", type)
    context.add(.flag("alwaysinline"), to: function, at: .function)
    if home.isProcess {
      lowerLinked(index, type, as: function)
    } else if let operation = StableMemoryOperation(imported), stableMemory == .inline {
      forward(function, type, to: stableMemoryFunctions.function(operation))
    } else {
      lowerSystemFunction(imported, type, as: function)
    }
    return function
  }

  /// Adapts the arguments of a function of the System API and calls the runtime.
  ///
  /// All arguments are passed in 64 bits, extended with zeros: that is what the runtime declares
  /// for addresses in either width, and a parameter that it declares with 32 bits arrives in the
  /// low half of the same register.
  private func lowerSystemFunction(
    _ imported: Import, _ type: FunctionType, as function: Function
  ) {
    if let operation = StableMemoryOperation(imported) { locations.set(operation, of: function) }
    let code = emitter.begin(function, type)
    let arguments = type.parameters.indices.map { index in
      let argument = code.parameter(index)
      return type.parameters[index] == .i32
        ? code.builder.cast(.zext, argument, to: context.i64) : argument
    }
    let result = code.callRuntime(
      runtime.function(
        "ic0_\(imported.name)", arguments.map { _ in context.i64 },
        returning: type.results.isEmpty ? context.void : context.i64),
      arguments)
    guard let resultType = type.results.first else { return code.return([]) }
    code.return([
      resultType == .i32 ? code.builder.cast(.trunc, result, to: context.i32) : result
    ])
  }

  /// Calls nothing but another function of the same type.
  private func forward(_ function: Function, _ type: FunctionType, to target: Function) {
    let code = emitter.begin(function, type)
    code.returnCall(
      types.callee(target.value, type, code), type.parameters.indices.map { code.parameter($0) },
      isTail: false)
  }

  /// Calls a function from another instance, by its record.
  private func lowerLinked(_ index: UInt32, _ type: FunctionType, as function: Function) {
    let code = emitter.begin(function, type)
    let record = emitter.addresses.address(of: .function(index), code)
    code.returnCall(
      types.callee(record: record, type, code), type.parameters.indices.map { code.parameter($0) },
      isTail: emitter.hasTailCalls)
  }
}
