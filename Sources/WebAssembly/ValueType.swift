/// A value type (Core Specification, "Types: Value Types").
///
/// Of the reference types only the two abstract ones of the 2.0 specification exist here; modules
/// that use typed references are refused while they are decoded.
package enum ValueType: UInt8, BitwiseCopyable, Sendable, CaseIterable {
  case i32 = 0x7F
  case i64 = 0x7E
  case f32 = 0x7D
  case f64 = 0x7C
  case v128 = 0x7B
  case funcref = 0x70
  case externref = 0x6F
}

extension ValueType {
  /// Whether the type is a reference type (Core Specification, "Types: Reference Types").
  package var isReference: Bool { self == .funcref || self == .externref }

  /// Whether the type is a number or vector type, which the untyped `select` accepts.
  package var isNumericOrVector: Bool { !isReference }
}

extension ValueType: CustomStringConvertible {
  package var description: String {
    switch self {
    case .i32: "i32"
    case .i64: "i64"
    case .f32: "f32"
    case .f64: "f64"
    case .v128: "v128"
    case .funcref: "funcref"
    case .externref: "externref"
    }
  }
}

/// The two integer types, the parameter of the integer instruction families.
package enum IntegerType: UInt8, BitwiseCopyable, Sendable, CaseIterable {
  case i32, i64

  package var valueType: ValueType { self == .i32 ? .i32 : .i64 }
  package var bitWidth: Int { self == .i32 ? 32 : 64 }
}

/// The two floating-point types, the parameter of the floating-point instruction families.
package enum FloatType: UInt8, BitwiseCopyable, Sendable, CaseIterable {
  case f32, f64

  package var valueType: ValueType { self == .f32 ? .f32 : .f64 }
  package var bitWidth: Int { self == .f32 ? 32 : 64 }
}

extension ValueType {
  /// The number of bytes that a number or vector takes in memory; of a reference, which memory
  /// can't hold, that of a native pointer.
  package var sizeBytes: UInt64 {
    switch self {
    case .i32, .f32: 4
    case .i64, .f64, .funcref, .externref: 8
    case .v128: 16
    }
  }
}
