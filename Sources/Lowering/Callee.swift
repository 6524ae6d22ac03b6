internal import CanisterRuntime
internal import LLVM
internal import WebAssembly

/// A function to be called: its code, and what it takes beside its Wasm arguments.
struct Callee {
  let code: Value
  let signature: Signature
  let convention: CallingConvention
  /// The instance that the code belongs to, if it is told.
  let instance: Value?
  /// Whether LLVM may inline the code.
  var mayBeInlined = true
}

extension ModuleLowering {
  /// A function of the module, called from its own code.
  func callee(
    _ function: Function, _ type: FunctionType, _ code: borrowing CodeBuilder
  ) -> Callee {
    callee(code: function.value, type, code)
  }

  /// A function of the module by the address of its code, called from its own code.
  func callee(code address: Value, _ type: FunctionType, _ code: borrowing CodeBuilder) -> Callee {
    Callee(
      code: address, signature: types.function(type), convention: convention,
      instance: code.instance)
  }

  /// The function, of whatever instance, that an `rt_function` describes.
  func callee(record: Value, _ type: FunctionType, _ code: borrowing CodeBuilder) -> Callee {
    Callee(
      code: loadField(\.code, ofFunction: record, code), signature: types.entry(type),
      convention: .tail, instance: loadField(\.instance, ofFunction: record, code))
  }
}
