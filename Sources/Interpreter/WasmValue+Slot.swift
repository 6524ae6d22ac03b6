import WebAssembly

extension WasmValue {
  init(_ slot: Slot, _ type: ValueType) {
    self =
      switch type {
      case .i32: .i32(slot.i32)
      case .i64: .i64(slot.low)
      case .f32: .f32(slot.i32)
      case .f64: .f64(slot.low)
      case .v128: .v128(slot)
      case .funcref: .funcref(slot.low == .null ? nil : UInt(slot.low))
      case .externref: .externref(slot.low == .null ? nil : UInt32(slot.low - 1))
      }
  }

  var slot: Slot {
    switch self {
    case .i32(let bits), .f32(let bits): Slot(UInt64(bits))
    case .i64(let bits), .f64(let bits): Slot(bits)
    case .v128(let vector): vector
    case .funcref(let address): Slot(address.map { UInt64($0) } ?? .null)
    case .externref(let number): Slot(number.map { UInt64($0) + 1 } ?? .null)
    }
  }
}
