/// The argument of a message, as a script writes it: `0xHEX`, or a quoted text with escapes.
enum DrunPayload {
  /// The bytes of the text.
  static func parse(_ text: String) throws(DrunError.Kind) -> [UInt8] {
    let bytes = Array(text.utf8)
    if bytes.first == UInt8(ascii: "\"") { return try parseQuoted(bytes) }
    guard bytes.starts(with: Array("0x".utf8)) else { throw .invalidPayload(text) }
    return try parseHex(bytes.dropFirst(2))
  }

  private static func parseHex(_ digits: ArraySlice<UInt8>) throws(DrunError.Kind) -> [UInt8] {
    if let other = digits.first(where: { hexValue(of: $0) == nil }) {
      throw .invalidHexDigit(Character(UnicodeScalar(other)))
    }
    let values = digits.compactMap(hexValue)
    guard values.count.isMultiple(of: 2) else { throw .oddHexDigits(values.count) }
    return stride(from: 0, to: values.count, by: 2).map { values[$0] << 4 | values[$0 + 1] }
  }

  private static func parseQuoted(_ text: [UInt8]) throws(DrunError.Kind) -> [UInt8] {
    var result: [UInt8] = []
    var rest = text.dropFirst()
    while let character = rest.popFirst() {
      switch character {
      case UInt8(ascii: "\""):
        guard rest.isEmpty else { throw .textAfterQuote(String(decoding: rest, as: UTF8.self)) }
        return result
      case UInt8(ascii: "\\"): result.append(try parseEscape(&rest))
      case 0x20...0x7E: result.append(character)
      default: throw .unprintableByte(character)
      }
    }
    throw .missingQuote
  }

  private static func parseEscape(
    _ rest: inout ArraySlice<UInt8>
  ) throws(DrunError.Kind) -> UInt8 {
    guard let kind = rest.popFirst() else { throw .missingQuote }
    switch kind {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): return kind
    case UInt8(ascii: "x"): return try parseDigits(2, radix: 16, &rest)
    case UInt8(ascii: "b"): return try parseDigits(8, radix: 2, &rest)
    default: throw .invalidEscape(String(decoding: [UInt8(ascii: "\\"), kind], as: UTF8.self))
    }
  }

  private static func parseDigits(
    _ count: Int, radix: UInt8, _ rest: inout ArraySlice<UInt8>
  ) throws(DrunError.Kind) -> UInt8 {
    let digits = rest.prefix(count)
    let values = digits.compactMap(hexValue).filter { $0 < radix }
    guard values.count == count else {
      let letter = radix == 16 ? "x" : "b"
      throw .invalidEscape("\\\(letter)" + String(decoding: digits, as: UTF8.self))
    }
    rest = rest.dropFirst(count)
    return values.reduce(0) { $0 &* radix | $1 }
  }

  private static func hexValue(of digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
