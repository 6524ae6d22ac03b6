internal import WebAssembly

/// How a call gives up its caller's frame.
enum TailCall {
  /// Not at all.
  case none
  /// By what LLVM promises of any call in tail position in the convention for tail calls.
  ///
  /// Where results do not fit into registers, LLVM makes it an ordinary call: the stack grows.
  case tail
  /// By what it promises of the call itself, which no optimisation can undo.
  case mustTail

  /// The way for a call of one type from a function of another.
  ///
  /// LLVM 22 leaves out the arguments on the stack of a call that must be a tail call, and gives up
  /// if its results don't fit into registers.
  static func from(_ caller: FunctionType, to callee: FunctionType) -> TailCall {
    caller.isPassedInRegisters && callee.isPassedInRegisters ? .mustTail : .tail
  }
}

extension FunctionType {
  /// Whether parameters and results surely need no stack, on any processor and together with what
  /// is passed beside them: x86-64 has six registers for the parameters that are no floats.
  fileprivate var isPassedInRegisters: Bool {
    let floatCount = parameters.count { $0 == .f32 || $0 == .f64 || $0 == .v128 }
    return parameters.count - floatCount <= 4 && floatCount <= 8 && results.count <= 2
  }
}
