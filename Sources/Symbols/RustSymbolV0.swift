/// The second mangling of Rust (RFC 2603): `_R` and a path in a grammar with types, constants and
/// references back to what was said before.
///
/// What the grammar calls by a letter is read by a function of that name: paths here, types and
/// constants in `RustSymbolV0+….swift`. Text is shown while it is read; references are followed
/// only if something is shown of them.
struct RustSymbolV0 {
  private let bytes: [UInt8]
  private(set) var position: Int
  private var text = ""
  /// What is read now is not shown.
  private var isSilent = false
  private var depth = 0
  private var stepCount = 0
  /// How many lifetimes are bound around what is read now.
  var boundLifetimeCount: UInt64 = 0
  /// Where references count from.
  private let start: Int

  /// The name is no such symbol, or too much of one.
  struct Failure: Error {}

  /// The path, and where in the name it ends.
  static func demangle(_ bytes: [UInt8]) -> (path: String, end: Int)? {
    guard let start = RustSymbol.start(of: bytes, after: ["_R", "R", "__R"]),
      isPathStart(bytes[start])
    else { return nil }
    var symbol = RustSymbolV0(bytes, start: start)
    do throws(Failure) {
      try symbol.path(inValue: true)
      // The crate that a generic function was compiled for.
      if symbol.position < bytes.count, isPathStart(bytes[symbol.position]) {
        try symbol.silently { symbol throws(Failure) in try symbol.path(inValue: false) }
      }
      return (symbol.text, symbol.position)
    } catch {
      return nil
    }
  }

  private init(_ bytes: [UInt8], start: Int) {
    self.bytes = bytes
    self.start = start
    position = start
  }

  private static func isPathStart(_ byte: UInt8) -> Bool {
    UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
  }

  // Bounds on what hostile names cost
  private static let maximumDepth = 200
  private static let maximumStepCount = 20_000
  private static let maximumTextBytes = 16_384

  // Reading characters

  /// The next character, as it is in the grammar.
  mutating func next() throws(Failure) -> UInt8 {
    guard position < bytes.count else { throw Failure() }
    position += 1
    return bytes[position - 1]
  }

  mutating func eat(_ character: Unicode.Scalar) -> Bool {
    guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  mutating func stepBack() { position -= 1 }

  /// A number in base 62, to the next underscore.
  mutating func base62() throws(Failure) -> UInt64 {
    if eat("_") { return 0 }
    var value: UInt64 = 0
    while !eat("_") {
      let digit: UInt8 =
        switch try next() {
        case let byte where byte.decimalDigit != nil: byte - UInt8(ascii: "0")
        case let byte where UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte:
          byte - UInt8(ascii: "a") + 10
        case let byte where UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte:
          byte - UInt8(ascii: "A") + 36
        default: throw Failure()
        }
      let (product, overflows) = value.multipliedReportingOverflow(by: 62)
      guard !overflows, product <= .max - 64 else { throw Failure() }
      value = product + UInt64(digit)
    }
    return value + 1
  }

  /// A number in base 62 that is there only after a certain letter.
  mutating func optionalBase62(_ letter: Unicode.Scalar) throws(Failure) -> UInt64 {
    eat(letter) ? try base62() + 1 : 0
  }

  mutating func disambiguator() throws(Failure) -> UInt64 { try optionalBase62("s") }

  /// An identifier as people write it.
  mutating func identifier() throws(Failure) -> String {
    let isPunycode = eat("u")
    guard var length = try next().decimalDigit else { throw Failure() }
    while length != 0, position < bytes.count, let digit = bytes[position].decimalDigit {
      length = length * 10 + digit
      position += 1
      guard length < bytes.count else { throw Failure() }
    }
    _ = eat("_")
    guard length <= bytes.count - position else { throw Failure() }
    let characters = bytes[position..<position + length]
    position += length
    guard isPunycode else { return String(decoding: characters, as: UTF8.self) }
    guard let text = Punycode.decode(characters) else { throw Failure() }
    return text
  }

  // Showing

  mutating func show(_ part: String) throws(Failure) {
    stepCount += 1
    guard stepCount <= Self.maximumStepCount else { throw Failure() }
    if isSilent { return }
    text += part
    guard text.utf8.count <= Self.maximumTextBytes else { throw Failure() }
  }

  mutating func silently(
    _ body: (inout RustSymbolV0) throws(Failure) -> Void
  ) throws(Failure) {
    let wasSilent = isSilent
    isSilent = true
    defer { isSilent = wasSilent }
    try body(&self)
  }

  /// Reads something that may contain the like of itself.
  mutating func nested(
    _ body: (inout RustSymbolV0) throws(Failure) -> Void
  ) throws(Failure) {
    depth += 1
    stepCount += 1
    guard depth <= Self.maximumDepth, stepCount <= Self.maximumStepCount else { throw Failure() }
    try body(&self)
    depth -= 1
  }

  /// Elements up to an `E`; how many.
  @discardableResult
  mutating func list(
    separator: String = ", ", _ element: (inout RustSymbolV0) throws(Failure) -> Void
  ) throws(Failure) -> Int {
    var count = 0
    while !eat("E") {
      if count > 0 { try show(separator) }
      try element(&self)
      count += 1
    }
    return count
  }

  /// Reads again what stands further to the front.
  mutating func reference(
    _ body: (inout RustSymbolV0) throws(Failure) -> Void
  ) throws(Failure) {
    let origin = position - 1
    let offset = try base62()
    guard offset < UInt64(origin - start) else { throw Failure() }
    if isSilent { return }
    let end = position
    position = start + Int(offset)
    try nested(body)
    position = end
  }

  // Paths

  mutating func path(inValue: Bool) throws(Failure) {
    try nested { symbol throws(Failure) in
      switch try symbol.next() {
      case UInt8(ascii: "C"):
        _ = try symbol.disambiguator()
        try symbol.show(try symbol.identifier())
      case UInt8(ascii: "N"): try symbol.nestedPath(inValue: inValue)
      case UInt8(ascii: "M"): try symbol.implementation(hasTrait: false, hasPath: true)
      case UInt8(ascii: "X"): try symbol.implementation(hasTrait: true, hasPath: true)
      case UInt8(ascii: "Y"): try symbol.implementation(hasTrait: true, hasPath: false)
      case UInt8(ascii: "I"):
        try symbol.path(inValue: inValue)
        try symbol.show(inValue ? "::<" : "<")
        try symbol.list { symbol throws(Failure) in try symbol.genericArgument() }
        try symbol.show(">")
      case UInt8(ascii: "B"):
        try symbol.reference { symbol throws(Failure) in try symbol.path(inValue: inValue) }
      default: throw Failure()
      }
    }
  }

  /// A name in a namespace of a path.
  ///
  /// Upper-case letters are namespaces of the compiler's own.
  private mutating func nestedPath(inValue: Bool) throws(Failure) {
    let namespace = try next()
    try path(inValue: inValue)
    let number = try disambiguator()
    let name = try identifier()
    switch namespace {
    case UInt8(ascii: "a")...UInt8(ascii: "z"):
      if !name.isEmpty { try show("::" + name) }
    case UInt8(ascii: "A")...UInt8(ascii: "Z"):
      let kind =
        switch namespace {
        case UInt8(ascii: "C"): "closure"
        case UInt8(ascii: "S"): "shim"
        default: String(UnicodeScalar(namespace))
        }
      try show("::{\(kind)\(name.isEmpty ? "" : ":" + name)#\(number)}")
    default: throw Failure()
    }
  }

  private mutating func implementation(hasTrait: Bool, hasPath: Bool) throws(Failure) {
    if hasPath {
      _ = try disambiguator()
      try silently { symbol throws(Failure) in try symbol.path(inValue: false) }
    }
    try show("<")
    try type()
    if hasTrait {
      try show(" as ")
      try path(inValue: false)
    }
    try show(">")
  }
}
