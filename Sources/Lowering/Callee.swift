internal import CanisterRuntime
internal import LLVM
internal import WebAssembly

/// A function to be called: its code, and what it takes beside its Wasm arguments.
struct Callee {
  let code: Value
  let signature: Signature
  /// The instance that the code belongs to, if it is known.
  let instance: Value?
  /// Whether LLVM may inline the code.
  var mayBeInlined = true
}

extension TypeLowering {
  /// A function of the module by the address of its code, called from its own code.
  func callee(_ address: Value, _ type: FunctionType, _ code: borrowing CodeBuilder) -> Callee {
    Callee(code: address, signature: function(type), instance: code.instance)
  }

  /// The function, of any instance, that an `rt_function` describes.
  func callee(record: Value, _ type: FunctionType, _ code: borrowing CodeBuilder) -> Callee {
    Callee(
      code: code.builder.load(\.code, ofFunction: record), signature: entry(type),
      instance: code.builder.load(\.instance, ofFunction: record))
  }
}

extension Builder {
  /// A field of an `rt_function`, none of which ever changes.
  fileprivate func load(_ path: PartialKeyPath<rt_function>, ofFunction record: Value) -> Value {
    loadInvariant(context.pointer, from: field(path, at: record), alignment: 8)
  }
}
