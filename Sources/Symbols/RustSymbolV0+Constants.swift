// Constants as arguments of generics (RFC 2603, "Constants", and what the compiler added since).
extension RustSymbolV0 {
  /// A constant, with braces around what is no literal unless it is part of another one.
  mutating func constant(inValue: Bool) throws(Failure) {
    try nested { symbol throws(Failure) in
      let tag = try symbol.next()
      if try symbol.literal(tag) { return }
      if tag == UInt8(ascii: "B") {
        return try symbol.reference { symbol throws(Failure) in
          try symbol.constant(inValue: inValue)
        }
      }
      // A text is already a reference.
      if tag == UInt8(ascii: "R"), symbol.eat("e") { return try symbol.textLiteral() }
      if !inValue { try symbol.show("{") }
      try symbol.expression(tag)
      if !inValue { try symbol.show("}") }
    }
  }

  /// Reads a literal, if the tag is that of one.
  private mutating func literal(_ tag: UInt8) throws(Failure) -> Bool {
    switch tag {
    case UInt8(ascii: "p"): try show("_")
    case UInt8(ascii: "h"), UInt8(ascii: "t"), UInt8(ascii: "m"), UInt8(ascii: "y"),
      UInt8(ascii: "o"), UInt8(ascii: "j"):
      try number()
    case UInt8(ascii: "a"), UInt8(ascii: "s"), UInt8(ascii: "l"), UInt8(ascii: "x"),
      UInt8(ascii: "n"), UInt8(ascii: "i"):
      if eat("n") { try show("-") }
      try number()
    case UInt8(ascii: "b"):
      switch UInt64(try hexadecimalDigits(), radix: 16) {
      case 0: try show("false")
      case 1: try show("true")
      default: throw Failure()
      }
    case UInt8(ascii: "c"):
      let value = UInt32(try hexadecimalDigits(), radix: 16)
      guard let scalar = value.flatMap(UnicodeScalar.init) else { throw Failure() }
      try show("'" + Self.escaped(scalar, quote: "'") + "'")
    default: return false
    }
    return true
  }

  private mutating func expression(_ tag: UInt8) throws(Failure) {
    switch tag {
    // A text without the reference that a literal is.
    case UInt8(ascii: "e"):
      try show("*")
      try textLiteral()
    case UInt8(ascii: "R"), UInt8(ascii: "Q"):
      try show(tag == UInt8(ascii: "R") ? "&" : "&mut ")
      try constant(inValue: true)
    case UInt8(ascii: "A"):
      try show("[")
      try constants()
      try show("]")
    case UInt8(ascii: "T"):
      try show("(")
      try show(try constants() == 1 ? ",)" : ")")
    case UInt8(ascii: "V"):
      try path(inValue: true)
      try fields()
    default: throw Failure()
    }
  }

  @discardableResult
  private mutating func constants() throws(Failure) -> Int {
    try list { symbol throws(Failure) in try symbol.constant(inValue: true) }
  }

  private mutating func fields() throws(Failure) {
    switch try next() {
    case UInt8(ascii: "U"): break
    case UInt8(ascii: "T"):
      try show("(")
      try constants()
      try show(")")
    case UInt8(ascii: "S"):
      try show(" { ")
      try list { symbol throws(Failure) in
        _ = try symbol.disambiguator()
        try symbol.show(try symbol.identifier() + ": ")
        try symbol.constant(inValue: true)
      }
      try show(" }")
    default: throw Failure()
    }
  }

  /// Lower-case digits up to an underscore, without zeros in front.
  private mutating func hexadecimalDigits() throws(Failure) -> String {
    var digits: [UInt8] = []
    while !eat("_") {
      let digit = try next()
      guard digit.decimalDigit != nil || UInt8(ascii: "a")...UInt8(ascii: "f") ~= digit else {
        throw Failure()
      }
      digits.append(digit)
    }
    let significant = digits.drop { $0 == UInt8(ascii: "0") }
    return significant.isEmpty ? "0" : String(decoding: significant, as: UTF8.self)
  }

  private mutating func number() throws(Failure) {
    let digits = try hexadecimalDigits()
    try show(UInt64(digits, radix: 16).map { "\($0)" } ?? "0x" + digits)
  }

  private mutating func textLiteral() throws(Failure) {
    var bytes: [UInt8] = []
    while !eat("_") {
      let pair = String(decoding: [try next(), try next()], as: UTF8.self)
      guard let byte = UInt8(pair, radix: 16) else { throw Failure() }
      bytes.append(byte)
    }
    guard let text = String(validating: bytes, as: UTF8.self) else { throw Failure() }
    let escaped = text.unicodeScalars.map { Self.escaped($0, quote: "\"") }.joined()
    try show("\"" + escaped + "\"")
  }

  private static func escaped(_ scalar: UnicodeScalar, quote: UnicodeScalar) -> String {
    switch scalar {
    case "\0": return "\\0"
    case "\t": return "\\t"
    case "\n": return "\\n"
    case "\r": return "\\r"
    case "\\", quote: return "\\" + String(scalar)
    default:
      let isVisible = scalar.properties.generalCategory != .control
      return isVisible ? String(scalar) : "\\u{" + String(scalar.value, radix: 16) + "}"
    }
  }
}
