extension [UInt8] {
  /// Two lower-case digits a byte.
  package var hexadecimal: String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(2 * count)
    for byte in self {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The bytes of pairs of digits, of either case; nil if the text is anything else.
  package init?(hexadecimal text: some StringProtocol) {
    let digits = text.unicodeScalars.compactMap { scalar in
      scalar.isASCII ? Character(scalar).hexDigitValue : nil
    }
    guard digits.count == text.unicodeScalars.count, digits.count.isMultiple(of: 2) else {
      return nil
    }
    self = stride(from: 0, to: digits.count, by: 2).map {
      UInt8(digits[$0] << 4 | digits[$0 + 1])
    }
  }
}
