package import WebAssembly

/// Values as `tinsmith invoke` takes and shows them; what it shows, it takes.
extension SpecValue {
  /// Reads an argument for a parameter of this type; nil if it is no value of it.
  package init?(argument text: String, type: ValueType) {
    switch type {
    case .i32:
      guard let bits: UInt32 = Self.integer(text) else { return nil }
      self = .i32(bits)
    case .i64:
      guard let bits: UInt64 = Self.integer(text) else { return nil }
      self = .i64(bits)
    case .f32:
      guard let number: Float = Self.float(text) else { return nil }
      self = .f32(number.bitPattern)
    case .f64:
      guard let number: Double = Self.float(text) else { return nil }
      self = .f64(number.bitPattern)
    case .v128:
      guard let bits = Self.vector(text) else { return nil }
      self = .number(.v128, bits)
    case .funcref, .externref:
      guard text == "null" else { return nil }
      self = .null(type)
    }
  }

  /// What an argument of a type looks like.
  package static func form(of type: ValueType) -> String {
    switch type {
    case .i32, .i64: "such as 7, -7 or 0xff, in \(type == .i32 ? 32 : 64) bits"
    case .f32, .f64: "such as 1.5, -1e3, 0x1.8p3, inf or nan"
    case .v128: "as 0x and 32 hexadecimal digits"
    case .funcref, .externref: "which can only be null here"
    }
  }

  /// The value without its type.
  package var text: String {
    switch self {
    case .number(.i32, let bits): "\(Int32(truncatingIfNeeded: bits.low))"
    case .number(.i64, let bits): "\(Int64(bitPattern: bits.low))"
    case .number(.f32, let bits):
      Self.text(Float(bitPattern: UInt32(truncatingIfNeeded: bits.low)))
    case .number(.f64, let bits): Self.text(Double(bitPattern: bits.low))
    case .number(_, let bits): "0x" + Self.digits(bits.high) + Self.digits(bits.low)
    case .null: "null"
    case .function: "a function"
    case .external(let number): "\(number)"
    case .unsupported(let type): "a value of type \(type)"
    }
  }

  // Integers

  /// Signed or unsigned, decimal or hexadecimal.
  private static func integer<Bits: FixedWidthInteger & UnsignedInteger>(_ text: String) -> Bits? {
    let (isNegative, digits) = withoutSign(text)
    let isHexadecimal = digits.hasPrefix("0x")
    let digitsAlone = isHexadecimal ? digits.dropFirst(2) : digits
    // Swift's own parser takes a sign of its own.
    guard digitsAlone.first?.isHexDigit == true,
      let magnitude = Bits(digitsAlone, radix: isHexadecimal ? 16 : 10)
    else { return nil }
    guard isNegative else { return magnitude }
    return magnitude <= Bits(1) << (Bits.bitWidth - 1) ? 0 &- magnitude : nil
  }

  private static func withoutSign(_ text: String) -> (isNegative: Bool, rest: Substring) {
    let hasSign = text.hasPrefix("-") || text.hasPrefix("+")
    return (text.hasPrefix("-"), text.dropFirst(hasSign ? 1 : 0))
  }

  // Floats

  /// A number as in C, or a NaN as in the text format: `nan`, `nan:0x` and its payload.
  private static func float<Number: BinaryFloatingPoint & LosslessStringConvertible>(
    _ text: String
  ) -> Number? where Number.RawSignificand: FixedWidthInteger {
    let (isNegative, rest) = withoutSign(text)
    if rest.hasPrefix("nan") {
      let payload =
        rest == "nan"
        ? Number.nan.significandBitPattern
        : rest.hasPrefix("nan:0x") ? Number.RawSignificand(rest.dropFirst(6), radix: 16) : nil
      guard let payload, payload > 0, payload >> Number.significandBitCount == 0 else { return nil }
      return Number(
        sign: isNegative ? .minus : .plus,
        exponentBitPattern: Number.nan.exponentBitPattern, significandBitPattern: payload)
    }
    if rest == "inf" { return isNegative ? -Number.infinity : Number.infinity }
    // What is too large is infinite to Swift, and out of range to Wasm.
    guard let first = rest.first, first.isASCII && first.isNumber || first == ".",
      let number = Number(String(rest)), number.isFinite
    else { return nil }
    return isNegative ? -number : number
  }

  private static func text<Number: BinaryFloatingPoint & CustomStringConvertible>(
    _ number: Number
  ) -> String {
    guard number.isNaN else { return number.description }
    let payload = number.significandBitPattern
    let isCanonical = payload == Number.nan.significandBitPattern
    return (number.sign == .minus ? "-nan" : "nan")
      + (isCanonical ? "" : ":0x" + String(payload, radix: 16))
  }

  // Vectors

  private static func vector(_ text: String) -> V128? {
    let digits = text.dropFirst(2)
    guard text.hasPrefix("0x"), digits.utf8.count == 32, digits.allSatisfy(\.isHexDigit),
      let high = UInt64(digits.prefix(16), radix: 16),
      let low = UInt64(digits.suffix(16), radix: 16)
    else { return nil }
    return V128(low: low, high: high)
  }

  private static func digits(_ bits: UInt64) -> String {
    let digits = String(bits, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
