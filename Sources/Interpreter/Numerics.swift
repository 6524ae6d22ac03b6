import CanisterRuntime
package import WebAssembly

/// The meaning of each numeric operator on plain values (Core Specification, "Numerics"): one
/// generic function a family.
///
/// They are pure: what traps throws the trap. The lanes of vectors are computed by the same
/// functions, so that a vector and a number can't disagree.
package enum Numerics {
  // Integers

  /// The result of an operator on one integer.
  package static func unary<T: FixedWidthInteger>(_ operation: IntegerUnaryOperator, _ x: T) -> T {
    switch operation {
    case .clz: T(truncatingIfNeeded: x.leadingZeroBitCount)
    case .ctz: T(truncatingIfNeeded: x.trailingZeroBitCount)
    case .popcnt: T(truncatingIfNeeded: x.nonzeroBitCount)
    case .extend8S: T(truncatingIfNeeded: Int8(truncatingIfNeeded: x))
    case .extend16S: T(truncatingIfNeeded: Int16(truncatingIfNeeded: x))
    case .extend32S: T(truncatingIfNeeded: Int32(truncatingIfNeeded: x))
    }
  }

  /// The result of an operator on two integers.
  ///
  /// Their type is signed; operators on unsigned integers convert them.
  package static func binary<T: FixedWidthInteger & SignedInteger>(
    _ operation: IntegerBinaryOperator, _ a: T, _ b: T
  ) throws(Trap) -> T {
    switch operation {
    case .add: a &+ b
    case .sub: a &- b
    case .mul: a &* b
    case .divS: try divideSigned(a, b)
    case .divU: T(truncatingIfNeeded: try divide(unsigned(a), unsigned(b)).quotient)
    case .remS: try remainderSigned(a, b)
    case .remU: T(truncatingIfNeeded: try divide(unsigned(a), unsigned(b)).remainder)
    case .and: a & b
    case .or: a | b
    case .xor: a ^ b
    case .shl: a &<< b
    case .shrS: a &>> b
    case .shrU: T(truncatingIfNeeded: unsigned(a) &>> unsigned(b))
    case .rotl: rotateLeft(a, b)
    case .rotr: rotateLeft(a, 0 &- b)
    }
  }

  /// Whether a comparison of two integers holds.
  package static func compare<T: FixedWidthInteger & SignedInteger>(
    _ operation: IntegerCompareOperator, _ a: T, _ b: T
  ) -> Bool {
    switch operation {
    case .eq: a == b
    case .ne: a != b
    case .ltS: a < b
    case .ltU: unsigned(a) < unsigned(b)
    case .gtS: a > b
    case .gtU: unsigned(a) > unsigned(b)
    case .leS: a <= b
    case .leU: unsigned(a) <= unsigned(b)
    case .geS: a >= b
    case .geU: unsigned(a) >= unsigned(b)
    }
  }

  // Floats

  /// The result of an operator on one float.
  ///
  /// Results that are NaN are canonical, except those of `abs` and `neg`, which change the sign of
  /// a NaN and nothing else.
  package static func unary<T: BinaryFloatingPoint>(_ operation: FloatUnaryOperator, _ x: T) -> T {
    switch operation {
    case .abs: x.magnitude
    case .neg: -x
    case .ceil: canonical(x.rounded(.up))
    case .floor: canonical(x.rounded(.down))
    case .trunc: canonical(x.rounded(.towardZero))
    case .nearest: canonical(x.rounded(.toNearestOrEven))
    case .sqrt: canonical(x.squareRoot())
    }
  }

  /// The result of an operator on two floats.
  ///
  /// Results that are NaN are canonical, except those of `copysign`.
  package static func binary<T: BinaryFloatingPoint>(
    _ operation: FloatBinaryOperator, _ a: T, _ b: T
  ) -> T {
    switch operation {
    case .add: canonical(a + b)
    case .sub: canonical(a - b)
    case .mul: canonical(a * b)
    case .div: canonical(a / b)
    case .min: minimum(a, b)
    case .max: maximum(a, b)
    case .copysign: T(signOf: b, magnitudeOf: a)
    }
  }

  /// Whether a comparison of two floats holds.
  package static func compare<T: BinaryFloatingPoint>(
    _ operation: FloatCompareOperator, _ a: T, _ b: T
  ) -> Bool {
    switch operation {
    case .eq: a == b
    case .ne: a != b
    case .lt: a < b
    case .gt: a > b
    case .le: a <= b
    case .ge: a >= b
    }
  }

  // Between integers and floats

  /// The integer that is left without the fraction.
  ///
  /// Traps if the number is NaN, or the integer does not fit the type.
  package static func truncate<T: FixedWidthInteger>(
    _ x: some BinaryFloatingPoint, to type: T.Type
  ) throws(Trap) -> T {
    if x.isNaN { throw .invalid_conversion_to_integer }
    guard let result = T(exactly: x.rounded(.towardZero)) else { throw .integer_overflow }
    return result
  }

  /// NaN becomes 0, and what does not fit the type the number next to it that does.
  package static func truncateSaturating<T: FixedWidthInteger>(
    _ x: some BinaryFloatingPoint, to type: T.Type
  ) -> T {
    if x.isNaN { return 0 }
    return T(exactly: x.rounded(.towardZero)) ?? (x < 0 ? T.min : T.max)
  }

  /// The nearest float of another width; NaN becomes the canonical one.
  package static func resize<T: BinaryFloatingPoint>(
    _ x: some BinaryFloatingPoint, to type: T.Type
  ) -> T {
    canonical(T(x))
  }

  /// The number itself, or the canonical NaN if it is any NaN: engines would else differ in sign
  /// and payload.
  @inline(__always)
  package static func canonical<T: BinaryFloatingPoint>(_ x: T) -> T { x.isNaN ? T.nan : x }
}

// What more than one line is needed for.
extension Numerics {
  @inline(__always)
  private static func unsigned<T: FixedWidthInteger>(_ x: T) -> T.Magnitude {
    T.Magnitude(truncatingIfNeeded: x)
  }

  private static func divide<T: FixedWidthInteger & UnsignedInteger>(
    _ a: T, _ b: T
  ) throws(Trap) -> (quotient: T, remainder: T) {
    if b == 0 { throw .integer_divide_by_zero }
    return (a / b, a % b)
  }

  private static func divideSigned<T: FixedWidthInteger & SignedInteger>(
    _ a: T, _ b: T
  ) throws(Trap) -> T {
    if b == 0 { throw .integer_divide_by_zero }
    if a == T.min && b == -1 { throw .integer_overflow }
    return a / b
  }

  private static func remainderSigned<T: FixedWidthInteger & SignedInteger>(
    _ a: T, _ b: T
  ) throws(Trap) -> T {
    if b == 0 { throw .integer_divide_by_zero }
    // The quotient of the least number and -1 overflows, the remainder does not.
    return b == -1 ? 0 : a % b
  }

  private static func rotateLeft<T: FixedWidthInteger>(_ x: T, _ count: T) -> T {
    T(truncatingIfNeeded: unsigned(x) &<< unsigned(count) | unsigned(x) &>> unsigned(0 &- count))
  }

  /// -0 is less than 0.
  private static func minimum<T: BinaryFloatingPoint>(_ a: T, _ b: T) -> T {
    if a.isNaN || b.isNaN { return T.nan }
    if a == b { return a.sign == .minus ? a : b }
    return a < b ? a : b
  }

  private static func maximum<T: BinaryFloatingPoint>(_ a: T, _ b: T) -> T {
    if a.isNaN || b.isNaN { return T.nan }
    if a == b { return a.sign == .plus ? a : b }
    return a > b ? a : b
  }
}
