/// Tokens one by one, with the next one in sight: what the parsers have in common.
struct TokenReader {
  let source: CandidSource
  private var lexer: Lexer
  private(set) var next: Token
  /// How deep the parser is in nested parts; see `nested`.
  private var depth = 0

  init(_ source: CandidSource) throws(CandidTextError) {
    self.source = source
    lexer = Lexer(source)
    next = try lexer.next()
  }

  func error(_ kind: CandidTextError.Kind, at offset: Int? = nil) -> CandidTextError {
    CandidTextError(kind: kind, source: source, offset: offset ?? next.offset)
  }

  func unexpected(expected: String) -> CandidTextError {
    error(.unexpected(found: next.name, expected: expected))
  }

  @discardableResult
  mutating func advance() throws(CandidTextError) -> Token {
    let token = next
    next = try lexer.next()
    return token
  }

  func isSign(_ sign: String) -> Bool { next.kind == .sign(sign) }

  func isWord(_ word: String) -> Bool { next.kind == .identifier(word) }

  mutating func skip(sign: String) throws(CandidTextError) -> Bool {
    guard isSign(sign) else { return false }
    try advance()
    return true
  }

  mutating func skip(word: String) throws(CandidTextError) -> Bool {
    guard isWord(word) else { return false }
    try advance()
    return true
  }

  mutating func expect(sign: String) throws(CandidTextError) {
    guard try skip(sign: sign) else { throw unexpected(expected: "\"\(sign)\"") }
  }

  mutating func identifier(_ expected: String) throws(CandidTextError) -> String {
    guard case .identifier(let name) = next.kind else { throw unexpected(expected: expected) }
    try advance()
    return name
  }

  /// A text between quotes, which must be UTF-8.
  mutating func text(_ expected: String = "a text in quotes") throws(CandidTextError) -> String {
    guard case .text(let bytes) = next.kind else { throw unexpected(expected: expected) }
    guard let text = String(validating: bytes, as: UTF8.self) else { throw error(.notUTF8) }
    try advance()
    return text
  }

  /// An identifier or a text in its place.
  mutating func name(_ expected: String) throws(CandidTextError) -> String {
    if case .text = next.kind { return try text() }
    return try identifier(expected)
  }

  /// The id of a field.
  mutating func fieldID(_ numeral: Numeral) throws(CandidTextError) -> UInt32 {
    guard !numeral.isFloat, !numeral.isSigned, let id = numeral.integer.exactly(as: UInt32.self)
    else { throw error(.fieldOutOfRange) }
    try advance()
    return id
  }

  /// Items with separators between them, and perhaps behind the last, up to a closing sign.
  mutating func list<Item>(
    _ open: String, separator: String, _ close: String,
    _ item: (inout TokenReader) throws(CandidTextError) -> Item
  ) throws(CandidTextError) -> [Item] {
    try expect(sign: open)
    depth += 1
    guard depth < CandidLimits.maximumDepth else { throw error(.tooDeep) }
    var items: [Item] = []
    while !isSign(close) {
      items.append(try item(&self))
      guard try skip(sign: separator) else { break }
    }
    guard isSign(close) else { throw unexpected(expected: "\"\(separator)\" or \"\(close)\"") }
    try advance()
    depth -= 1
    return items
  }

  /// A part that may have parts of the same kind, without brackets around it.
  mutating func nested<Item>(
    _ item: (inout TokenReader) throws(CandidTextError) -> Item
  ) throws(CandidTextError) -> Item {
    depth += 1
    guard depth < CandidLimits.maximumDepth else { throw error(.tooDeep) }
    defer { depth -= 1 }
    return try item(&self)
  }

  func expectEnd() throws(CandidTextError) {
    guard next.kind == .end else { throw unexpected(expected: "the end") }
  }

  /// Fields in the order of their ids, which must differ.
  func sorted<Field>(
    _ fields: [(label: FieldLabel, offset: Int, field: Field)]
  ) throws(CandidTextError) -> [Field] {
    let sorted = fields.sorted { $0.label.id < $1.label.id }
    for (field, next) in zip(sorted, sorted.dropFirst()) where field.label == next.label {
      throw error(
        .duplicateField(field.label, other: next.label), at: max(field.offset, next.offset))
    }
    return sorted.map(\.field)
  }
}
