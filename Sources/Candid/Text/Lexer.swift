/// Cuts a text into tokens (Candid Specification, "Syntax").
struct Lexer {
  private let source: CandidSource
  private(set) var position = 0

  private static let maximumDigitCount = 2 * CandidLimits.maximumNumberSizeBytes

  init(_ source: CandidSource) { self.source = source }

  private var bytes: [UInt8] { source.bytes }

  func error(_ kind: CandidTextError.Kind, at offset: Int) -> CandidTextError {
    CandidTextError(kind: kind, source: source, offset: offset)
  }

  mutating func next() throws(CandidTextError) -> Token {
    try skipBlanks()
    let start = position
    guard let byte = peek() else { return Token(kind: .end, offset: start) }
    switch byte {
    case UInt8(ascii: "\""): return Token(kind: .text(try text()), offset: start)
    case UInt8(ascii: "-") where peek(1) == UInt8(ascii: ">"):
      position += 2
      return Token(kind: .sign("->"), offset: start)
    case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      return Token(kind: .number(try numeral()), offset: start)
    case UInt8(ascii: ".") where Self.isDigit(peek(1)):
      return Token(kind: .number(try numeral()), offset: start)
    case _ where Self.isWord(byte):
      while Self.isWord(peek()) { position += 1 }
      let name = String(decoding: bytes[start..<position], as: UTF8.self)
      return Token(kind: .identifier(name), offset: start)
    case _ where "(){}:;,.=".utf8.contains(byte):
      position += 1
      return Token(kind: .sign(String(UnicodeScalar(byte))), offset: start)
    default:
      let rest = String(decoding: bytes[start...].prefix(32), as: UTF8.self)
      throw error(.unexpectedCharacter(rest.first ?? "\u{FFFD}"), at: start)
    }
  }

  private func peek(_ distance: Int = 0) -> UInt8? {
    position + distance < bytes.count ? bytes[position + distance] : nil
  }

  private func begins(with text: StaticString) -> Bool {
    bytes[position...].starts(with: "\(text)".utf8)
  }

  private static func isDigit(_ byte: UInt8?) -> Bool {
    byte.map { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ?? false
  }

  private static func isHexDigit(_ byte: UInt8?) -> Bool {
    byte.map { Character(UnicodeScalar($0)).isHexDigit } ?? false
  }

  private static func isWord(_ byte: UInt8?) -> Bool {
    byte.map { $0 == UInt8(ascii: "_") || isDigit($0) || isLetter($0) } ?? false
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  private mutating func skipBlanks() throws(CandidTextError) {
    while let byte = peek() {
      if byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
        position += 1
      } else if begins(with: "//") {
        while let byte = peek(), byte != 0x0A { position += 1 }
      } else if begins(with: "/*") {
        try skipComment()
      } else {
        return
      }
    }
  }

  /// Comments of this form nest.
  private mutating func skipComment() throws(CandidTextError) {
    let start = position
    var depth = 0
    repeat {
      if begins(with: "/*") {
        depth += 1
        position += 2
      } else if begins(with: "*/") {
        depth -= 1
        position += 2
      } else if position < bytes.count {
        position += 1
      } else {
        throw error(.unclosedComment, at: start)
      }
    } while depth > 0
  }
}

// Numbers.
extension Lexer {
  private mutating func numeral() throws(CandidTextError) -> Numeral {
    let start = position
    let sign = peek()
    let isSigned = sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+")
    if isSigned { position += 1 }
    let isHexadecimal = begins(with: "0x") || begins(with: "0X")
    if isHexadecimal { position += 2 }
    let isDigit = isHexadecimal ? Self.isHexDigit : Self.isDigit
    let mark = isHexadecimal ? "p" : "e"
    var text = digits(isDigit)
    var isFloat = false
    if peek() == UInt8(ascii: ".") {
      isFloat = true
      position += 1
      text += "." + digits(isDigit)
    }
    if text != "", text != ".", let byte = peek(), mark.utf8.first == byte | 0x20 {
      isFloat = true
      position += 1
      text += mark + exponent()
    }
    guard text.last?.isHexDigit == true || text.last == "." && text.count > 1,
      !isFloat || !text.hasSuffix(mark), !Self.isWord(peek())
    else { throw error(.malformedNumber, at: start) }
    guard text.utf8.count <= Self.maximumDigitCount else { throw error(.numberTooLong, at: start) }
    return Numeral(
      isNegative: sign == UInt8(ascii: "-"), digits: text, isHexadecimal: isHexadecimal,
      isFloat: isFloat, isSigned: isSigned)
  }

  private mutating func exponent() -> String {
    var sign = ""
    if let byte = peek(), byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") {
      sign = String(UnicodeScalar(byte))
      position += 1
    }
    return sign + digits(Self.isDigit)
  }

  /// Digits without the underscores between them, none of which comes first.
  private mutating func digits(_ isDigit: (UInt8?) -> Bool) -> String {
    var digits: [UInt8] = []
    while let byte = peek(), isDigit(byte) || byte == UInt8(ascii: "_") && !digits.isEmpty {
      if byte != UInt8(ascii: "_") { digits.append(byte) }
      position += 1
    }
    return String(decoding: digits, as: UTF8.self)
  }
}

// Texts.
extension Lexer {
  private mutating func text() throws(CandidTextError) -> [UInt8] {
    let start = position
    var content: [UInt8] = []
    position += 1
    while let byte = peek() {
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return content
      case UInt8(ascii: "\\"): content += try escape()
      default: content.append(byte)
      }
    }
    throw error(.unclosedText, at: start)
  }

  /// What is behind a backslash.
  private mutating func escape() throws(CandidTextError) -> [UInt8] {
    let start = position - 1
    guard let byte = peek() else { throw error(.unclosedText, at: start) }
    position += 1
    switch byte {
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "r"): return [0x0D]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "'"): return [byte]
    case UInt8(ascii: "u") where peek() == UInt8(ascii: "{"):
      position += 1
      let digits = digits(Self.isHexDigit)
      guard peek() == UInt8(ascii: "}"), let number = UInt32(digits, radix: 16),
        let scalar = UnicodeScalar(number)
      else { throw error(.unknownEscape, at: start) }
      position += 1
      return Array(String(scalar).utf8)
    default:
      guard let high = Character(UnicodeScalar(byte)).hexDigitValue,
        let low = peek().flatMap({ Character(UnicodeScalar($0)).hexDigitValue })
      else { throw error(.unknownEscape, at: start) }
      position += 1
      return [UInt8(high << 4 | low)]
    }
  }
}
