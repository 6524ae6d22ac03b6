/// The forms of texts, names and numbers that other tools print.
package enum TextForm {
  /// Names that have to be quoted.
  private static let keywords: Set<String> = Set(
    PrimitiveType.allCases.map(\.name) + [
      "import", "service", "func", "type", "opt", "vec", "record", "variant", "blob", "oneway",
      "query", "composite_query", "true", "false",
    ])

  static func name(_ name: String) -> String {
    let isWord = name.utf8.allSatisfy {
      $0 == UInt8(ascii: "_")
        || $0 < 0x80
          && (Character(UnicodeScalar($0)).isLetter
            || Character(UnicodeScalar($0)).isNumber)
    }
    let beginsWell = name.first.map { !$0.isNumber } ?? false
    return isWord && beginsWell && !keywords.contains(name) ? name : quoted(name)
  }

  /// Digits in groups of three.
  package static func grouped(_ digits: String) -> String {
    let digits = Array(digits.utf8)
    let sign = digits.first == UInt8(ascii: "-") ? 1 : 0
    var text: [UInt8] = []
    for (index, digit) in digits.enumerated() {
      if index > sign && (digits.count - index) % 3 == 0 { text.append(UInt8(ascii: "_")) }
      text.append(digit)
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The shortest decimal that is read as the same number, never with an exponent.
  static func float<Number: BinaryFloatingPoint & LosslessStringConvertible>(
    _ number: Number
  ) -> String {
    if number.isNaN { return "NaN" }
    if number.isInfinite { return number < 0 ? "-inf" : "inf" }
    let parts = "\(number)".split(separator: "e")
    guard parts.count == 2, let exponent = Int(parts[1]) else { return "\(number)" }
    let sign = parts[0].hasPrefix("-") ? "-" : ""
    let mantissa = parts[0].drop { $0 == "-" }.split(separator: ".").map(String.init)
    let fraction = mantissa.count > 1 && mantissa[1] != "0" ? mantissa[1] : ""
    let digits = mantissa[0] + fraction
    let point = mantissa[0].count + exponent
    if point <= 0 { return sign + "0." + String(repeating: "0", count: -point) + digits }
    let zeros = String(repeating: "0", count: max(0, point - digits.count))
    let whole = digits.prefix(point) + zeros
    let rest = digits.dropFirst(point)
    return "\(sign)\(whole).\(rest.isEmpty ? "0" : String(rest))"
  }

  /// A text in quotes; in the one-line form, single quotes are left as they are.
  static func quoted(_ text: String, escapesSingleQuotes: Bool = true) -> String {
    var result = "\""
    for (index, scalar) in text.unicodeScalars.enumerated() {
      switch scalar {
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      // As others print it, though no reader takes it for that.
      case "\0": result += "\\0"
      case "\\", "\"": result += "\\\(scalar)"
      case "'" where escapesSingleQuotes: result += "\\'"
      case _ where isInvisible(scalar) || index == 0 && scalar.properties.isGraphemeExtend:
        result += "\\u{\(String(scalar.value, radix: 16))}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
      .paragraphSeparator:
      true
    case .spaceSeparator: scalar != " "
    default: false
    }
  }

  /// A blob: as text where all bytes are printable, else as numbers.
  static func blob(_ bytes: [UInt8]) -> String {
    let isText = bytes.allSatisfy { (0x20...0x7E).contains($0) || [9, 10, 13].contains($0) }
    var result = ""
    for byte in bytes {
      if !isText || byte < 0x20 || "\"'`\\".utf8.contains(byte) {
        let digits = String(byte, radix: 16)
        result += digits.count == 1 ? "\\0\(digits)" : "\\\(digits)"
      } else {
        result.unicodeScalars.append(UnicodeScalar(byte))
      }
    }
    return "blob \"\(result)\""
  }
}
