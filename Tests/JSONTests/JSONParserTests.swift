import Testing

@testable import JSON

struct JSONParserTests {
  private static func parse(_ text: String) throws(JSONParsingError) -> JSONValue {
    try JSONParser.parse(Array(text.utf8))
  }

  @Test(
    arguments: [
      ("null", JSONValue.null), (" true ", .bool(true)), ("false", .bool(false)),
      ("0", .integer(0)),
      ("340282366920938463463374607431768211455", .integer(.max)),
      (
        "340282366920938463463374607431768211456",
        .otherNumber("340282366920938463463374607431768211456")
      ),
      ("-0", .otherNumber("-0")), ("1.50", .otherNumber("1.50")), ("1e5", .otherNumber("1e5")),
      ("1E-5", .otherNumber("1E-5")), (#""""#, .string("")), (#""aé""#, .string("aé")),
      (#""\"\\\/\b\f\n\r\t""#, .string("\"\\/\u{8}\u{C}\n\r\t")),
      (#""\u00e9\ud83d\ude00""#, .string("é😀")), ("[]", .array([])), ("{}", .object([])),
      ("[1,\n[2] ]", .array([.integer(1), .array([.integer(2)])])),
      (#"{"a":1,"b":{"a":null}}"#, ["a": .integer(1), "b": ["a": .null]]),
    ] as [(String, JSONValue)])
  func values(text: String, value: JSONValue) throws {
    #expect(try Self.parse(text) == value)
    #expect(try JSONParser.parse(value.text) == value)
  }

  @Test(
    arguments: [
      ("", .unexpectedEnd, 0), ("nul", .unexpectedEnd, 3), ("nulL", .unexpectedByte(0x4C), 3),
      ("01", .unexpectedByte(0x31), 1), ("1.", .unexpectedEnd, 2), ("+1", .unexpectedByte(0x2B), 0),
      ("- 1", .unexpectedByte(0x20), 1), ("1 2", .surplusBytes, 2), ("[1", .unexpectedEnd, 2),
      ("[1,]", .unexpectedByte(0x5D), 3), ("[1 2]", .unexpectedByte(0x32), 3),
      (#"{"a"}"#, .unexpectedByte(0x7D), 4), ("{a:1}", .unexpectedByte(0x61), 1),
      (#"{"a":1,}"#, .unexpectedByte(0x7D), 7), (#"{"a":1,"a":2}"#, .duplicateMember("a"), 10),
      (#"""#, .unexpectedEnd, 1), ("\"\n\"", .unexpectedByte(0x0A), 1),
      (#""\x""#, .invalidEscape, 3), (#""\u12g4""#, .invalidEscape, 3),
      (#""\ud800""#, .invalidEscape, 7), (#""\udc00\ud800""#, .invalidEscape, 7),
      (#""\"#, .unexpectedEnd, 2),
    ] as [(String, JSONParsingError.Kind, Int)])
  func errors(text: String, kind: JSONParsingError.Kind, offset: Int) {
    #expect(throws: JSONParsingError.self) { try Self.parse(text) }
    do {
      _ = try Self.parse(text)
    } catch {
      #expect(error.kind == kind)
      #expect(error.offset == offset || kind == .duplicateMember("a"))
    }
  }

  @Test func stringsAreUTF8() {
    #expect(throws: JSONParsingError.self) { try JSONParser.parse([0x22, 0xC3, 0x22]) }
    #expect(throws: JSONParsingError.self) { try JSONParser.parse([0x22, 0xED, 0xA0, 0x80, 0x22]) }
  }

  @Test func depthIsLimited() throws {
    let deep = String(repeating: "[", count: 63) + "1" + String(repeating: "]", count: 63)
    #expect(throws: Never.self) { try Self.parse(deep) }
    #expect(throws: JSONParsingError(kind: .tooDeep(limit: 64), offset: 64)) {
      try Self.parse("[" + deep + "]")
    }
    #expect(throws: JSONParsingError.self) {
      try Self.parse(String(repeating: #"{"a":"#, count: 1_000_000))
    }
  }

  /// A copy of what was read before at each escape would take hours.
  @Test(.timeLimit(.minutes(1))) func escapesTakeTheSameTimeWhereverTheyAre() throws {
    let count = 400_000
    let text = "\"" + String(repeating: #"\n\u0041"#, count: count) + "\""
    #expect(try Self.parse(text) == .string(String(repeating: "\nA", count: count)))
  }

  /// Any bytes give a value or an error, and a value survives a round trip.
  @Test func randomChangesAreRefusedOrRead() throws {
    var random = SystemRandomNumberGenerator()
    let text = Array(#"{"sender":"BA==","list":[1,-2.5e3,null,true,{"x":"\u00e9\n"}],"":{}}"#.utf8)
    for _ in 0..<20_000 {
      var bytes = text
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let index = Int.random(in: 0..<bytes.count, using: &random)
        switch UInt8.random(in: 0..<3, using: &random) {
        case 0: bytes[index] = .random(in: 0...255, using: &random)
        case 1: bytes.remove(at: index)
        default: bytes.insert(contentsOf: bytes.shuffled(using: &random).prefix(3), at: index)
        }
      }
      guard let value = try? JSONParser.parse(bytes) else { continue }
      #expect(try JSONParser.parse(value.text) == value)
    }
  }
}
