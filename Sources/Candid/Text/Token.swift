/// A word or a sign of Candid's language.
struct Token {
  let kind: Kind
  /// Where it begins, in bytes from the start of the text.
  let offset: Int

  /// What it is.
  enum Kind: Equatable {
    case identifier(String)
    /// Between quotes: any bytes.
    case text([UInt8])
    case number(Numeral)
    /// `( ) { } : ; , . =`, or the arrow `->`.
    case sign(String)
    case end
  }

  /// What it is called in an error.
  var name: String {
    switch kind {
    case .identifier(let name): name
    case .text: "a text"
    case .number: "a number"
    case .sign(let sign): "\"\(sign)\""
    case .end: "the end"
    }
  }
}

/// A number as it is written.
struct Numeral: Equatable {
  let isNegative: Bool
  /// Its digits, without sign, prefix and underscores.
  let digits: String
  let isHexadecimal: Bool
  /// With a point or an exponent.
  let isFloat: Bool
  /// Whether it has a sign, minus or plus.
  let isSigned: Bool

  var integer: BigInteger {
    BigInteger(
      digits: digits.utf8.map { UInt8(Character(UnicodeScalar($0)).hexDigitValue ?? 0) },
      radix: isHexadecimal ? .hexadecimal : .decimal, isNegative: isNegative)
  }

  var text: String { (isNegative ? "-" : "") + (isHexadecimal ? "0x" : "") + digits }
}
