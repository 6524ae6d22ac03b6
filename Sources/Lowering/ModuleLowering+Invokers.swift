internal import CanisterRuntime
internal import LLVM
internal import WebAssembly

extension ModuleLowering {
  /// The function through which C calls functions of a type (`rt_invoker`): it takes the arguments
  /// out of 64-bit slots, calls in the internal convention, and puts the results into the slots.
  func invoker(_ type: FunctionType) -> Function {
    if let invoker = invokers[type] { return invoker }
    let function = output.addFunction(
      "invoke.\(invokers.count)",
      context.function([context.pointer, context.pointer], returning: context.void),
      linkage: .internal)
    addAttributes(to: function)
    invokers[type] = function
    var code = CodeBuilder(function, in: output)
    code.overflowArea = constantAddresses[.overflowArea]
    let arguments = load(type.parameters, from: function.parameter(1), code.builder)
    // Where there are several instances, what is called is told by its record.
    let callee =
      isInProcess
      ? types.callee(record: function.parameter(0), type, code)
      : types.callee(function.parameter(0), type, code)
    holdCounter(in: &code, toCall: callee)
    let results = code.call(callee, arguments)
    code.publishCounter()
    store(results, type.results, to: function.parameter(1), code.builder)
    code.builder.returnVoid()
    return function
  }

  private func load(_ parameters: [ValueType], from slots: Value, _ builder: borrowing Builder)
    -> [Value]
  {
    var offset: UInt64 = 0
    return parameters.map { type in
      let address = builder.offset(slots, by: context.i64.constant(offset))
      offset += slotSize(type)
      return builder.load(types.value(type), from: address, alignment: 8)
    }
  }

  private func store(
    _ values: [Value], _ types: [ValueType], to slots: Value, _ builder: borrowing Builder
  ) {
    var offset: UInt64 = 0
    for (value, type) in zip(values, types) {
      let address = builder.offset(slots, by: context.i64.constant(offset))
      offset += slotSize(type)
      if type == .i32 {
        builder.store(builder.cast(.zext, value, to: context.i64), to: address, alignment: 8)
      } else {
        builder.store(value, to: address, alignment: 8)
      }
    }
  }

  /// The bytes that a value takes in the slots.
  private func slotSize(_ type: ValueType) -> UInt64 { type == .v128 ? 16 : 8 }
}
