/// Untrusted text, escaped for a terminal: nothing in it moves the cursor, changes colours, or
/// reverses the order of letters.
enum VisibleText {
  /// The text, with control characters escaped as in Candid: `\u{1b}`.
  static func escaped(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isActive) else { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { append(scalar, to: &result) }
    return String(result)
  }

  /// The same for bytes; those that are not UTF-8 become `\xff`.
  static func escaped(_ bytes: [UInt8]) -> String {
    var result = String.UnicodeScalarView()
    var parser = Unicode.UTF8.ForwardParser()
    var iterator = bytes.makeIterator()
    var position = 0
    while true {
      switch parser.parseScalar(from: &iterator) {
      case .emptyInput: return String(result)
      case .valid(let encoded):
        append(Unicode.UTF8.decode(encoded), to: &result)
        position += encoded.count
      case .error(let length):
        for byte in bytes[position..<position + length] {
          result.append(contentsOf: ("\\x" + digits(UInt32(byte), count: 2)).unicodeScalars)
        }
        position += length
      }
    }
  }

  /// JSON, with control characters replaced by JSON's own escapes, so that it means the same.
  static func escapedJSON(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if isActive(scalar) {
        result.append(contentsOf: ("\\u" + digits(scalar.value, count: 4)).unicodeScalars)
      } else {
        result.append(scalar)
      }
    }
    return String(result)
  }

  private static func append(
    _ scalar: Unicode.Scalar, to result: inout String.UnicodeScalarView
  ) {
    guard isActive(scalar) else { return result.append(scalar) }
    result.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
  }

  /// Whether a terminal would act on it instead of showing it; all such are below U+10000.
  private static func isActive(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "\n", "\t": false
    case " "..."~": false
    default: scalar.properties.generalCategory == .control || scalar.properties.isBidiControl
    }
  }

  private static func digits(_ value: UInt32, count: Int) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: count - digits.count) + digits
  }
}
