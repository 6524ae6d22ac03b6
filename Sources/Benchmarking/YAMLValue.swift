/// What a text without quotes is in YAML, as canbench's library reads it.
enum YAMLValue {
  /// Whether it would be read as something else than text.
  static func isOther(than text: String) -> Bool {
    isWord(text) || isLeadingZeros(text) || isInteger(text) || isFloat(text)
  }

  private static func isWord(_ text: String) -> Bool {
    switch text {
    case "null", "Null", "NULL", "~", "true", "True", "TRUE", "false", "False", "FALSE": true
    default: false
    }
  }

  /// Text, but in older versions of YAML a number.
  private static func isLeadingZeros(_ text: String) -> Bool {
    let digits = text.utf8.drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }
    return text.utf8.count - digits.count <= 1 && digits.count > 1
      && digits.first == UInt8(ascii: "0") && digits.allSatisfy(isDigit)
  }

  private static func isInteger(_ text: String) -> Bool {
    let digits = text.utf8.drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }
    let sign = text.utf8.prefix(text.utf8.count - digits.count)
    guard sign.count <= 1 else { return false }
    let isNegative = sign.first == UInt8(ascii: "-")
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)]
    where digits.starts(with: prefix.utf8) {
      let rest = String(decoding: digits.dropFirst(2), as: UTF8.self)
      guard let first = rest.utf8.first, first != UInt8(ascii: "-"), first != UInt8(ascii: "+")
      else { return false }
      return isNegative
        ? Int128("-" + rest, radix: radix) != nil : UInt128(rest, radix: radix) != nil
    }
    let rest = String(decoding: digits, as: UTF8.self)
    return isNegative ? Int128("-" + rest) != nil : UInt128(rest) != nil
  }

  /// Finite numbers in decimal, and the words for others, which are not those of decimal.
  private static func isFloat(_ text: String) -> Bool {
    switch text {
    case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF", ".nan",
      ".NaN", ".NAN":
      return true
    default: break
    }
    guard text.utf8.contains(where: isDigit),
      text.utf8.allSatisfy({ isDigit($0) || "+-.eE".utf8.contains($0) })
    else { return false }
    return Double(text).map(\.isFinite) == true
  }

  private static func isDigit(_ byte: UInt8) -> Bool { 0x30...0x39 ~= byte }
}
