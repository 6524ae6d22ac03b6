import CanisterRuntime
import WebAssembly

extension WasmValue {
  /// Reads a value as code has it in memory: in the low bytes of what stands there.
  init(_ type: ValueType, at slot: UnsafeRawPointer) {
    func load<Bits: BitwiseCopyable>(_ type: Bits.Type) -> Bits { slot.loadUnaligned(as: type) }
    self =
      switch type {
      case .i32: .i32(load(UInt32.self))
      case .i64: .i64(load(UInt64.self))
      case .f32: .f32(load(UInt32.self))
      case .f64: .f64(load(UInt64.self))
      case .v128:
        .v128(V128(low: load(UInt64.self), high: (slot + 8).loadUnaligned(as: UInt64.self)))
      case .funcref: .funcref(load(UInt.self) == 0 ? nil : load(UInt.self))
      // Null is 0, so numbers are one higher.
      case .externref: .externref(load(UInt.self) == 0 ? nil : UInt32(load(UInt.self) - 1))
      }
  }

  /// The value in 64-bit slots: two for a vector.
  var slots: [UInt64] {
    switch self {
    case .i32(let bits), .f32(let bits): [UInt64(bits)]
    case .i64(let bits), .f64(let bits): [bits]
    case .v128(let vector): [vector.low, vector.high]
    case .funcref(let record): [UInt64(record ?? 0)]
    case .externref(let number): [number.map { UInt64($0) + 1 } ?? 0]
    }
  }

  /// What a reference in a table is; null for what is no reference.
  var reference: rt_reference? { UnsafeRawPointer(bitPattern: UInt(slots[0])) }

  /// The number in a constant expression for an offset in a memory or table.
  var offset: UInt64 { slots[0] }
}

extension ValueType {
  /// The slots that a value takes.
  var slotCount: Int { self == .v128 ? 2 : 1 }
}
