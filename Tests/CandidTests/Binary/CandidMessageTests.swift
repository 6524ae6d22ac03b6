import Testing

@testable import Candid

struct CandidMessageTests {
  /// The values of a message, read at the types that a method with these results has.
  static func decode(_ hex: String, as types: String) throws -> [CandidValue] {
    let source = CandidSource(name: "", text: "type O = opt O; service : { go : () -> \(types) }")
    let interface = try CandidInterface(parsing: source)
    let method = try #require(interface.method(named: "go"))
    let message = try CandidMessage(decoding: Hex.bytes(hex))
    return try message.coerced(to: method.type.results, in: interface.types)
  }

  @Test(arguments: [
    ("4449444c00017d2a", "(nat)", "(42 : nat)"),
    ("4449444c00017d2a", "(int)", "(42 : int)"),
    ("4449444c00017d2a", "(opt nat)", "(opt (42 : nat))"),
    ("4449444c00017d2a", "(opt text)", "(null)"),
    ("4449444c00017d2a", "(reserved)", "(null : reserved)"),
    ("4449444c00017d2a", "(nat, opt nat, null)", "(42 : nat, null, null : null)"),
    ("4449444c00017d2a", "()", "()"),
    ("4449444c00017e01", "(opt opt bool)", "(opt opt true)"),
    ("4449444c00017f", "(opt opt bool)", "(null)"),
    ("4449444c016e7d0100012a", "(opt opt nat)", "(opt opt (42 : nat))"),
    ("4449444c016e7c01000105", "(opt nat)", "(null)"),
    ("4449444c016d7c010000", "(vec int8)", "(vec {})"),
    ("4449444c016d7c010000", "(blob)", "(blob \"\")"),
    ("4449444c016d7b0100020102", "(vec nat8)", "(blob \"\\01\\02\")"),
    (
      "4449444c016c02617d62710100050178", "(record { a : int })",
      "(record { a = 5 : int })"
    ),
    (
      "4449444c016c01617d010005", "(record { a : nat; z : opt text })",
      "(record { a = 5 : nat; z = null })"
    ),
    ("4449444c00017d8000", "(nat)", "(0 : nat)"),
    ("4449444c01670001000000", "(reserved)", "(null : reserved)"),
    ("4449444c01690001000100", "(principal)", "(principal \"aaaaa-aa\")"),
    ("4449444c016a0000010101000101000161", "(func () -> () query)", "(func \"aaaaa-aa\".a)"),
    ("4449444c016a0000010101000101000161", "(opt func () -> ())", "(null)"),
  ])
  func valuesAreReadAtTheExpectedTypes(hex: String, types: String, text: String) throws {
    #expect(try ValueText.pretty(Self.decode(hex, as: types)) == text)
  }

  @Test(arguments: [
    ("", CandidDecodingError.Kind.missingMagic), ("4449444d0000", .missingMagic),
    ("4449444c", .unexpectedEnd), ("4449444c0001", .unexpectedEnd),
    ("4449444c000000", .leftoverBytes(count: 1)),
    ("4449444c00017e02", .malformedBool(2)), ("4449444c016e7d010002", .malformedOption(2)),
    ("4449444c00016f", .emptyHasNoValue), ("4449444c0001680004", .malformedReference(0)),
    ("4449444c000168011e" + String(repeating: "00", count: 30), .principalTooLong(count: 30)),
    ("4449444c00017102c328", .malformedUTF8), ("4449444c00017105616263", .unexpectedEnd),
    ("4449444c017d0100", .notComposite(-3)), ("4449444c000100", .typeIndexOutOfRange(0)),
    ("4449444c016e050100", .typeIndexOutOfRange(5)),
    ("4449444c016c02627d617d0100", .fieldsNotSorted(97)),
    ("4449444c016c02617d617d0100", .fieldsNotSorted(97)),
    ("4449444c016c01808080801000", .fieldsNotSorted(1 << 32)),
    ("4449444c016b01617d010001", .tagOutOfRange(1, count: 1)),
    ("4449444c0169010161000100", .methodNotFunction("a")),
    ("4449444c016a0000010401000101000161", .unknownAnnotation(4)),
    ("4449444cffffffffffffffffffff7f", .numberTooLong),
    ("4449444c90ce0401", .tooManyTypes(count: 75536)),
    // Few bytes that announce a billion of nothing.
    ("4449444c016d7f0100ffffffff0f", .tooManyValues),
    ("4449444c016d6f010001", .emptyHasNoValue),
    ("4449444c026d016c000100ffffffff0f", .tooManyValues),
    // A record that holds itself, and an option of itself that never ends.
    ("4449444c016c0100000100", .tooDeep),
    ("4449444c016e000100" + String(repeating: "01", count: 100_000) + "00", .tooDeep),
  ])
  func malformedMessagesAreRefused(hex: String, kind: CandidDecodingError.Kind) throws {
    let error = try #require(throws: CandidDecodingError.self) {
      _ = try CandidMessage(decoding: Hex.bytes(hex))
    }
    #expect(error.kind == kind)
  }

  @Test(arguments: [
    (
      "4449444c00017d2a", "(nat8)",
      CandidDecodingError.Kind.mismatch(actual: "nat", expected: "nat8")
    ),
    ("4449444c0000", "(nat)", .missingArgument(index: 0)),
    ("4449444c00017e01", "(O)", .tooDeep),
    ("4449444c016c01617d010005", "(record { b : nat })", .missingField(FieldLabel(name: "b"))),
    ("4449444c016b01617d01000005", "(variant { b : nat })", .unexpectedTag(FieldLabel(name: "a"))),
    (
      "4449444c016a0000010101000101000161", "(func () -> ())",
      .mismatch(actual: "func", expected: "func")
    ),
  ])
  func whatDoesNotFitIsRefused(hex: String, types: String, kind: CandidDecodingError.Kind) throws {
    let error = try #require(throws: CandidDecodingError.self) {
      _ = try Self.decode(hex, as: types)
    }
    #expect(error.kind == kind)
  }

  @Test func aNumberOfAnyLengthTakesBoundedTime() throws {
    let groups = [UInt8](repeating: 0xFF, count: CandidLimits.maximumNumberSizeBytes) + [0x01]
    let error = try #require(throws: CandidDecodingError.self) {
      _ = try CandidMessage(decoding: Hex.bytes("4449444c00017d") + groups)
    }
    #expect(error.kind == .numberTooLong)
  }
}
