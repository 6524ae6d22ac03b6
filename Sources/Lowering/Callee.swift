internal import CanisterRuntime
internal import LLVM
internal import WebAssembly

/// A function to be called: its code, and what it takes beside its Wasm arguments.
struct Callee {
  let code: Value
  let type: Type
  let convention: CallingConvention
  /// The instance that the code belongs to, if it is told.
  let instance: Value?
}

extension ModuleLowering {
  /// A function of the module, called from its own code.
  func callee(_ function: Function, _ code: borrowing CodeBuilder) -> Callee {
    Callee(
      code: function.value, type: function.type, convention: convention, instance: code.instance)
  }

  /// A function of the module by the address of its code, called from its own code.
  func callee(code address: Value, _ type: FunctionType, _ code: borrowing CodeBuilder) -> Callee {
    Callee(
      code: address, type: types.function(type), convention: convention, instance: code.instance)
  }

  /// The function, of whatever instance, that an `rt_function` describes.
  func callee(record: Value, _ type: FunctionType, _ code: borrowing CodeBuilder) -> Callee {
    Callee(
      code: loadField(\.code, ofFunction: record, code), type: types.entry(type),
      convention: .tail, instance: loadField(\.instance, ofFunction: record, code))
  }
}
