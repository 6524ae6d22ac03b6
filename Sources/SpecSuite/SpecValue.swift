package import WebAssembly

/// A value as scripts write it: an argument, or a result of an engine.
package enum SpecValue: Hashable, Sendable {
  /// A number or vector by its bits, which begin in the lowest.
  case number(ValueType, V128)
  case null(ValueType)
  /// A function: scripts can't distinguish them.
  case function
  /// A reference of the host with its number.
  case external(UInt32)
  /// A value of a type that is not supported here.
  case unsupported(String)
}

extension SpecValue {
  package static func i32(_ bits: UInt32) -> SpecValue {
    .number(.i32, V128(low: UInt64(bits), high: 0))
  }

  package static func i64(_ bits: UInt64) -> SpecValue { .number(.i64, V128(low: bits, high: 0)) }

  package static func f32(_ bits: UInt32) -> SpecValue {
    .number(.f32, V128(low: UInt64(bits), high: 0))
  }

  package static func f64(_ bits: UInt64) -> SpecValue { .number(.f64, V128(low: bits, high: 0)) }
}

extension SpecValue: CustomStringConvertible {
  package var description: String {
    switch self {
    case .number(.v128, let bits): "v128:\(hexadecimal(bits.high)),\(hexadecimal(bits.low))"
    case .number(let type, let bits): "\(type):\(hexadecimal(bits.low))"
    case .null(let type): "null:\(type)"
    case .function: "a function"
    case .external(let number): "externref:\(number)"
    case .unsupported(let type): "a value of type \(type)"
    }
  }
}

extension WasmValue {
  /// The value that a script writes, if engines have such values.
  package init(_ value: SpecValue) throws(SpecFault) {
    self =
      switch value {
      case .number(.i32, let bits): .i32(UInt32(truncatingIfNeeded: bits.low))
      case .number(.i64, let bits): .i64(bits.low)
      case .number(.f32, let bits): .f32(UInt32(truncatingIfNeeded: bits.low))
      case .number(.f64, let bits): .f64(bits.low)
      case .number(.v128, let bits): .v128(bits)
      case .null(.funcref): .funcref(nil)
      case .null(.externref): .externref(nil)
      case .external(let number): .externref(number)
      case .number, .null, .function, .unsupported:
        throw .unsupported(reason: "an argument that is \(value)")
      }
  }
}

extension SpecValue {
  /// An engine's value, as scripts see it.
  package init(_ value: WasmValue) {
    self =
      switch value {
      case .i32(let bits): .i32(bits)
      case .i64(let bits): .i64(bits)
      case .f32(let bits): .f32(bits)
      case .f64(let bits): .f64(bits)
      case .v128(let bits): .number(.v128, bits)
      case .funcref(nil): .null(.funcref)
      case .funcref: .function
      case .externref(nil): .null(.externref)
      case .externref(let number?): .external(number)
      }
  }
}

func hexadecimal(_ bits: UInt64) -> String { "0x" + String(bits, radix: 16) }
