import WebAssembly

/// The type of an operand: a value type, or unknown in code that can't be reached.
///
/// It repeats the value types because to compare values of another module is a call.
enum OperandType: UInt8, BitwiseCopyable {
  case i32, i64, f32, f64, v128, funcref, externref, unknown

  @inline(__always)
  init(_ type: ValueType) {
    self =
      switch type {
      case .i32: .i32
      case .i64: .i64
      case .f32: .f32
      case .f64: .f64
      case .v128: .v128
      case .funcref: .funcref
      case .externref: .externref
      }
  }

  /// Nil if it is unknown.
  var valueType: ValueType? {
    switch self {
    case .i32: .i32
    case .i64: .i64
    case .f32: .f32
    case .f64: .f64
    case .v128: .v128
    case .funcref: .funcref
    case .externref: .externref
    case .unknown: nil
    }
  }
}

// What is converted for every instruction. These are switches, which another module can't change
// into calls.
extension OperandType {
  @inline(__always)
  init(_ type: IntegerType) {
    self =
      switch type {
      case .i32: .i32
      case .i64: .i64
      }
  }

  @inline(__always)
  init(_ type: FloatType) {
    self =
      switch type {
      case .f32: .f32
      case .f64: .f64
      }
  }

  @inline(__always)
  init(_ type: AddressType) {
    self =
      switch type {
      case .i32: .i32
      case .i64: .i64
      }
  }
}
