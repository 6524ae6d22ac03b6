package import WebAssembly

/// A value with its type, as it crosses the boundary to the host.
package enum Value: Hashable {
  case i32(UInt32)
  case i64(UInt64)
  /// The bit pattern, as a NaN must keep its payload.
  case f32(UInt32)
  case f64(UInt64)
  case v128(V128)
  /// Nil is null.
  case funcref(FunctionAddress?)
  /// The host's own number for what is referred to; nil is null.
  case externref(UInt32?)
}

extension Value {
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

  init(_ slot: Slot, _ type: ValueType) {
    self =
      switch type {
      case .i32: .i32(slot.i32)
      case .i64: .i64(slot.low)
      case .f32: .f32(slot.i32)
      case .f64: .f64(slot.low)
      case .v128: .v128(slot)
      case .funcref: .funcref(slot.low.function)
      case .externref: .externref(slot.low == .null ? nil : UInt32(slot.low - 1))
      }
  }

  var slot: Slot {
    switch self {
    case .i32(let bits), .f32(let bits): Slot(UInt64(bits))
    case .i64(let bits), .f64(let bits): Slot(bits)
    case .v128(let vector): vector
    case .funcref(let function): Slot(function.map { Reference($0) } ?? .null)
    case .externref(let number): Slot(number.map { UInt64($0) + 1 } ?? .null)
    }
  }
}
