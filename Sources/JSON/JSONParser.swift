/// Parses bytes that are not trusted.
///
/// Time and memory are proportional to the number of bytes; how deep values may be in each other is
/// limited.
package struct JSONParser {
  private let bytes: [UInt8]
  private var offset = 0

  private static let maximumDepth = 64

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The value that these bytes are, with blanks around it.
  package static func parse(_ bytes: [UInt8]) throws(JSONParsingError) -> JSONValue {
    var parser = JSONParser(bytes)
    let value = try parser.value(depth: 0)
    parser.skipBlanks()
    guard parser.offset == bytes.count else { throw parser.error(.surplusBytes) }
    return value
  }

  private func error(_ kind: JSONParsingError.Kind) -> JSONParsingError {
    JSONParsingError(kind: kind, offset: offset)
  }

  private var unexpected: JSONParsingError {
    error(offset < bytes.count ? .unexpectedByte(bytes[offset]) : .unexpectedEnd)
  }

  private mutating func skipBlanks() {
    while offset < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[offset]) { offset += 1 }
  }

  /// The next byte that is no blank; it is not taken.
  private mutating func peek() throws(JSONParsingError) -> UInt8 {
    skipBlanks()
    guard offset < bytes.count else { throw error(.unexpectedEnd) }
    return bytes[offset]
  }

  /// Takes the next byte that is no blank if it is this one.
  private mutating func take(_ byte: Unicode.Scalar) throws(JSONParsingError) -> Bool {
    guard try peek() == UInt8(ascii: byte) else { return false }
    offset += 1
    return true
  }

  private mutating func value(depth: Int) throws(JSONParsingError) -> JSONValue {
    guard depth < Self.maximumDepth else { throw error(.tooDeep(limit: Self.maximumDepth)) }
    switch try peek() {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "n"): return try word("null", .null)
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    default: return try number()
    }
  }

  private mutating func word(
    _ word: StaticString, _ value: JSONValue
  ) throws(JSONParsingError) -> JSONValue {
    for byte in "\(word)".utf8 {
      guard offset < bytes.count, bytes[offset] == byte else { throw unexpected }
      offset += 1
    }
    return value
  }

  private mutating func array(depth: Int) throws(JSONParsingError) -> JSONValue {
    offset += 1
    var elements: [JSONValue] = []
    if try take("]") { return .array([]) }
    while true {
      elements.append(try value(depth: depth + 1))
      if try take("]") { return .array(elements) }
      guard try take(",") else { throw unexpected }
    }
  }

  private mutating func object(depth: Int) throws(JSONParsingError) -> JSONValue {
    offset += 1
    var members: [JSONMember] = []
    var names: Set<String> = []
    if try take("}") { return .object([]) }
    while true {
      guard try peek() == UInt8(ascii: "\"") else { throw unexpected }
      let name = try string()
      guard names.insert(name).inserted else { throw error(.duplicateMember(name)) }
      guard try take(":") else { throw unexpected }
      members.append(JSONMember(name: name, value: try value(depth: depth + 1)))
      if try take("}") { return .object(members) }
      guard try take(",") else { throw unexpected }
    }
  }

  /// A string: most have no escapes, and are taken as they are.
  private mutating func string() throws(JSONParsingError) -> String {
    offset += 1
    let start = offset
    var unescaped: [UInt8]?
    while offset < bytes.count {
      let byte = bytes[offset]
      switch byte {
      case UInt8(ascii: "\""):
        let content = unescaped.map { $0[...] } ?? bytes[start..<offset]
        guard let string = String(validating: content, as: UTF8.self) else {
          throw error(.notUTF8)
        }
        offset += 1
        return string
      case UInt8(ascii: "\\"):
        // Appended to in place: a copy for each escape would take the square of the length.
        if unescaped == nil { unescaped = Array(bytes[start..<offset]) }
        offset += 1
        let escaped = try escape()
        unescaped?.append(contentsOf: escaped)
      case 0..<0x20: throw unexpected
      default:
        unescaped?.append(byte)
        offset += 1
      }
    }
    throw error(.unexpectedEnd)
  }

  /// What stands behind a backslash, in UTF-8.
  private mutating func escape() throws(JSONParsingError) -> [UInt8] {
    guard offset < bytes.count else { throw error(.unexpectedEnd) }
    let letter = Unicode.Scalar(bytes[offset])
    offset += 1
    switch letter {
    case "\"", "\\", "/": return [UInt8(ascii: letter)]
    case "b": return [0x08]
    case "f": return [0x0C]
    case "n": return [0x0A]
    case "r": return [0x0D]
    case "t": return [0x09]
    case "u":
      var units = [try codeUnit()]
      if UTF16.isLeadSurrogate(units[0]), bytes[offset...].starts(with: "\\u".utf8) {
        offset += 2
        units.append(try codeUnit())
      }
      guard let text = String(validating: units, as: UTF16.self) else {
        throw error(.invalidEscape)
      }
      return Array(text.utf8)
    default: throw error(.invalidEscape)
    }
  }

  private mutating func codeUnit() throws(JSONParsingError) -> UInt16 {
    let digits = bytes[offset...].prefix(4)
    guard digits.count == 4, digits.allSatisfy({ Unicode.Scalar($0).properties.isHexDigit }),
      let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw error(.invalidEscape) }
    offset += 4
    return unit
  }

  /// A number: digits without a needless zero in front, perhaps a sign, a fraction, an exponent.
  private mutating func number() throws(JSONParsingError) -> JSONValue {
    let start = offset
    skip("-")
    let whole = try digits()
    if whole > 1 && bytes[offset - whole] == UInt8(ascii: "0") {
      offset -= whole - 1
      throw unexpected
    }
    if skip(".") { _ = try digits() }
    if skip("e") || skip("E") {
      if !skip("+") { skip("-") }
      _ = try digits()
    }
    let text = String(decoding: bytes[start..<offset], as: UTF8.self)
    return offset - start == whole
      ? UInt128(text).map { .integer($0) } ?? .otherNumber(text)
      : .otherNumber(text)
  }

  /// Takes the very next byte if it is this one.
  @discardableResult
  private mutating func skip(_ byte: Unicode.Scalar) -> Bool {
    guard offset < bytes.count, bytes[offset] == UInt8(ascii: byte) else { return false }
    offset += 1
    return true
  }

  /// Takes digits, of which there is at least one; how many there are.
  private mutating func digits() throws(JSONParsingError) -> Int {
    let start = offset
    while offset < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[offset]) {
      offset += 1
    }
    guard offset > start else { throw unexpected }
    return offset - start
  }
}
