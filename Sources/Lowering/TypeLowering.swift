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
  /// How Wasm functions of the module call each other.
  let convention: CallingConvention

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

  /// An element of a function table, as `rt_table_element` declares it.
  var tableElement: Type { context.structure([context.i64, context.pointer]) }
}
