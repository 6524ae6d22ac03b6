internal import Instrumentation
internal import LLVM
internal import WebAssembly

extension ModuleLowering {
  /// Defines the function that stands for an import of the System API: it adapts the arguments and
  /// calls the runtime.
  ///
  /// Always inlined, it costs nothing in a direct call, and it has an address for tables.
  ///
  /// All arguments are passed in 64 bits, extended with zeros: that is what the runtime declares
  /// for addresses in either width, and a parameter that it declares with 32 bits arrives in the
  /// low half of the same register.
  func lowerImport(_ imported: Import, type: FunctionType, as function: Function) {
    if options.stableMemory == .inline,
      let operation = StableMemoryOperation(imported)
    {
      return forward(function, type: type, to: stableMemoryFunction(operation))
    }
    if let operation = StableMemoryOperation(imported) { setLocation(of: operation, in: function) }
    let code = beginCode(of: function, type)
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

  /// Defines a function as nothing but the call of another one of the same type.
  private func forward(_ function: Function, type: FunctionType, to target: Function) {
    let code = beginCode(of: function, type)
    code.returnCall(
      types.callee(target.value, type, code), type.parameters.indices.map { code.parameter($0) },
      isTail: false)
  }

  /// Defines the function that stands for an import from another instance: it calls what the
  /// function's record says.
  func lowerLinkedImport(_ index: UInt32, type: FunctionType, as function: Function) {
    let code = beginCode(of: function, type)
    let record = address(of: .function(index), code)
    code.returnCall(
      types.callee(record: record, type, code), type.parameters.indices.map { code.parameter($0) },
      isTail: usesTailCalls)
  }
}
