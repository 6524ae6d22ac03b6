internal import CanisterRuntime
internal import LLVM
internal import WebAssembly

/// The types of Wasm in LLVM.
struct TypeLowering {
  let context: Context
  /// Whether the module's functions take their instance as the first parameter.
  let hasInstanceParameter: Bool
  /// Whether functions take the counter of instructions before their parameters, and return it
  /// before their results.
  let passesCounter: Bool

  /// A value's type.
  ///
  /// References are pointers: to a table element, or opaque.
  func value(_ type: ValueType) -> Type {
    switch type {
    case .i32: context.i32
    case .i64: context.i64
    case .f32: context.f32
    case .f64: context.f64
    case .v128: context.vector(context.i64, count: 2)
    case .funcref, .externref: context.pointer
    }
  }

  func integer(_ type: IntegerType) -> Type { type == .i32 ? context.i32 : context.i64 }

  func float(_ type: FloatType) -> Type { type == .f32 ? context.f32 : context.f64 }

  func address(_ type: AddressType) -> Type { type == .i32 ? context.i32 : context.i64 }

  /// What a function with these results returns: several make a structure.
  func results(_ types: [ValueType]) -> Type {
    let returned = counter + types.map(value)
    return switch returned.count {
    case 0: context.void
    case 1: returned[0]
    default: context.structure(returned)
    }
  }

  /// A function of the module as its own code calls it.
  func function(_ type: FunctionType) -> Type {
    hasInstanceParameter
      ? entry(type)
      : context.function(
        counter + type.parameters.map(value), returning: results(type.results))
  }

  /// A function as other instances call it: with its instance as the first argument.
  func entry(_ type: FunctionType) -> Type {
    context.function(
      [context.pointer] + counter + type.parameters.map(value),
      returning: results(type.results))
  }

  /// The counter's place among parameters and results.
  private var counter: [Type] { passesCounter ? [context.i64] : [] }

  /// An element of a function table, as `rt_table_element` declares it.
  var tableElement: Type { context.structure([context.i64, context.pointer]) }
}
