internal import CanisterRuntime
internal import LLVM
internal import WebAssembly

/// The functions through which C calls Wasm functions (`rt_invoker`), one a type.
struct InvokerLowering {
  private let emitter: FunctionEmitter
  private let home: CodeHome
  /// Those made when first needed.
  private var invokers: [FunctionType: Function] = [:]

  init(_ emitter: FunctionEmitter, _ home: CodeHome) {
    self.emitter = emitter
    self.home = home
  }

  /// The function for a type: it takes the arguments out of 64-bit slots, calls in the internal
  /// convention, and puts the results into the slots.
  mutating func invoker(_ type: FunctionType) -> Function {
    if let invoker = invokers[type] { return invoker }
    let pointer = emitter.output.context.pointer
    let function = emitter.addEntry("invoke.\(invokers.count)", [pointer, pointer])
    invokers[type] = function
    var code = emitter.beginEntry(function)
    let arguments = load(type.parameters, from: function.parameter(1), code.builder)
    // Where there are several instances, the callee is described by its record.
    let callee =
      home.isProcess
      ? emitter.types.callee(record: function.parameter(0), type, code)
      : emitter.types.callee(function.parameter(0), type, code)
    emitter.fetchCounter(in: &code, toCall: callee)
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
      let address = builder.offset(slots, by: builder.context.i64.constant(offset))
      offset += slotSize(type)
      return builder.load(emitter.types.value(type), from: address, alignment: 8)
    }
  }

  private func store(
    _ values: [Value], _ types: [ValueType], to slots: Value, _ builder: borrowing Builder
  ) {
    let i64 = builder.context.i64
    var offset: UInt64 = 0
    for (value, type) in zip(values, types) {
      let address = builder.offset(slots, by: i64.constant(offset))
      offset += slotSize(type)
      if type == .i32 {
        builder.store(builder.cast(.zext, value, to: i64), to: address, alignment: 8)
      } else {
        builder.store(value, to: address, alignment: 8)
      }
    }
  }

  /// The bytes that a value takes in the slots.
  private func slotSize(_ type: ValueType) -> UInt64 { type == .v128 ? 16 : 8 }
}
