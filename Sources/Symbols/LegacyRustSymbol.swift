/// The first mangling of Rust.
///
/// It is `_ZN`, the parts of a path with their lengths, the last of which is a hash, and `E`.
/// Punctuation is escaped in a manner of its own.
enum LegacyRustSymbol {
  /// The path, and where in the name it ends.
  static func demangle(_ bytes: [UInt8]) -> (path: String, end: Int)? {
    guard var position = RustSymbol.start(of: bytes, after: ["_ZN", "ZN", "__ZN"]) else {
      return nil
    }
    var parts: [ArraySlice<UInt8>] = []
    while position < bytes.count, bytes[position] != UInt8(ascii: "E") {
      guard let part = part(of: bytes, at: &position) else { return nil }
      parts.append(part)
    }
    guard position < bytes.count else { return nil }
    if let last = parts.last, isHash(last) { parts.removeLast() }
    return (parts.map(unescaped).joined(separator: "::"), position + 1)
  }

  private static func part(of bytes: [UInt8], at position: inout Int) -> ArraySlice<UInt8>? {
    var length = 0
    let start = position
    while position < bytes.count, let digit = bytes[position].decimalDigit {
      length = length * 10 + digit
      position += 1
      guard length < bytes.count else { return nil }
    }
    guard position > start, position + length < bytes.count else { return nil }
    defer { position += length }
    return bytes[position..<position + length]
  }

  /// Whether a part is `h` and hexadecimal digits.
  private static func isHash(_ part: ArraySlice<UInt8>) -> Bool {
    part.first == UInt8(ascii: "h")
      && part.dropFirst().allSatisfy { Character(UnicodeScalar($0)).isHexDigit }
  }

  private static func unescaped(_ part: ArraySlice<UInt8>) -> String {
    var rest = Substring(decoding: part, as: UTF8.self)
    var result = ""
    if rest.hasPrefix("_$") { rest.removeFirst() }
    while let first = rest.first {
      switch first {
      case ".":
        let isDouble = rest.hasPrefix("..")
        result += isDouble ? "::" : "."
        rest.removeFirst(isDouble ? 2 : 1)
      case "$":
        let escape = rest.dropFirst().prefix { $0 != "$" }
        guard escape.endIndex < rest.endIndex, let meaning = meaning(of: escape) else {
          return result + rest
        }
        result.append(meaning)
        rest = rest[rest.index(after: escape.endIndex)...]
      default:
        let plain = rest.prefix { $0 != "$" && $0 != "." }
        result += plain
        rest = rest[plain.endIndex...]
      }
    }
    return result
  }

  private static func meaning(of escape: Substring) -> Character? {
    switch escape {
    case "SP": return "@"
    case "BP": return "*"
    case "RF": return "&"
    case "LT": return "<"
    case "GT": return ">"
    case "LP": return "("
    case "RP": return ")"
    case "C": return ","
    default:
      guard escape.first == "u", !escape.contains(where: \.isUppercase),
        let scalar = UInt32(escape.dropFirst(), radix: 16).flatMap(UnicodeScalar.init),
        scalar.properties.generalCategory != .control
      else { return nil }
      return Character(scalar)
    }
  }
}

extension UInt8 {
  /// The value of a decimal digit; nil for another character.
  var decimalDigit: Int? {
    UInt8(ascii: "0")...UInt8(ascii: "9") ~= self ? Int(self - UInt8(ascii: "0")) : nil
  }
}
