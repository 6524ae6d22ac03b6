/// A value with its type, as it crosses the boundary between code and the host (Core Specification,
/// "Values").
package enum WasmValue: Hashable, Sendable {
  case i32(UInt32)
  case i64(UInt64)
  /// The bit pattern, as a NaN must keep its payload.
  case f32(UInt32)
  case f64(UInt64)
  case v128(V128)
  /// The address of what an engine has for the function, as long as it has that; nil is null.
  case funcref(UInt?)
  /// The host's own number for what is referred to; nil is null.
  case externref(UInt32?)
}

extension WasmValue {
  package var type: ValueType {
    switch self {
    case .i32: .i32
    case .i64: .i64
    case .f32: .f32
    case .f64: .f64
    case .v128: .v128
    case .funcref: .funcref
    case .externref: .externref
    }
  }
}
