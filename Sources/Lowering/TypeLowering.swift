internal import CanisterRuntime
internal import LLVM
internal import WebAssembly

/// The types of Wasm in LLVM.
struct TypeLowering {
  let context: Context
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

  /// The type of a function; several results make a structure.
  func function(_ type: FunctionType) -> Type {
    let counter = passesCounter ? [context.i64] : []
    let results = counter + type.results.map(value)
    let returned =
      switch results.count {
      case 0: context.void
      case 1: results[0]
      default: context.structure(results)
      }
    return context.function(counter + type.parameters.map(value), returning: returned)
  }

  /// An element of a function table, as `rt_table_element` declares it.
  var tableElement: Type { context.structure([context.i64, context.pointer]) }
}
