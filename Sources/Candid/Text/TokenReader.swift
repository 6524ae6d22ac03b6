/// Tokens one by one, with the next one in sight: what the parsers have in common.
struct TokenReader {
  let source: CandidSource
  private var lexer: Lexer
  private(set) var next: Token
  /// How deep the parser is in nested parts of each kind; see `enter`.
  private var depth = 0
  private var parenthesisDepth = 0

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

  /// A word that is no keyword.
  mutating func identifier(_ expected: String) throws(CandidTextError) -> String {
    guard case .identifier(let name) = next.kind, !Self.keywords.contains(name) else {
      throw unexpected(expected: expected)
    }
    try advance()
    return name
  }

  /// As others reserve them; names of primitive types are none.
  private static let keywords: Set<String> = [
    "import", "service", "func", "type", "opt", "vec", "record", "variant", "blob", "principal",
    "null", "oneway", "query", "composite_query", "true", "false",
  ]

  /// A text between quotes, which must be UTF-8.
  mutating func text(_ expected: String = "a text in quotes") throws(CandidTextError) -> String {
    guard case .text(let bytes) = next.kind else { throw unexpected(expected: expected) }
    guard let text = String(validating: bytes, as: UTF8.self) else { throw error(.notUTF8) }
    try advance()
    return text
  }

  /// An identifier or a text in its place.
  mutating func name(_ expected: String) throws(CandidTextError) -> String {
    switch next.kind {
    case .text: return try text()
    case .identifier(let word) where Self.keywords.contains(word): throw error(.keyword(word))
    default: return try identifier(expected)
    }
  }

  /// The id of a field.
  mutating func fieldID(_ numeral: Numeral) throws(CandidTextError) -> UInt32 {
    guard !numeral.isFloat, !numeral.isSigned, let id = numeral.integer.exactly(as: UInt32.self)
    else { throw error(.fieldOutOfRange) }
    try advance()
    return id
  }

  /// Whether an item of a list follows, over the separator before it; if not, the reader is behind
  /// the sign that closes the list.
  mutating func isAtItem(
    isFirst: Bool, separator: String, _ close: String
  ) throws(CandidTextError) -> Bool {
    if !isFirst && !isSign(close) {
      guard try skip(sign: separator) else {
        throw unexpected(expected: "\"\(separator)\" or \"\(close)\"")
      }
    }
    return try !skip(sign: close)
  }

  /// Begins an option, a vector, a record or the like, which may have others within it.
  mutating func enter() throws(CandidTextError) {
    guard depth < CandidLimits.maximumDepth else { throw error(.tooDeep) }
    depth += 1
  }

  mutating func leave() { depth -= 1 }

  /// Begins a value in parentheses, which leave no trace in what it is.
  mutating func enterParentheses() throws(CandidTextError) {
    guard parenthesisDepth < CandidLimits.maximumDepth else { throw error(.tooDeep) }
    parenthesisDepth += 1
    try expect(sign: "(")
  }

  mutating func leaveParentheses() throws(CandidTextError) {
    parenthesisDepth -= 1
    try expect(sign: ")")
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
