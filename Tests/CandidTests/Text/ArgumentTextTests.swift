import Testing

@testable import Candid

struct ArgumentTextTests {
  static func encode(_ text: String, as types: String? = nil) throws -> String {
    let source = CandidSource(name: "argument", text: text)
    guard let types else { return Hex.text(try ArgumentText.encodeInferring(source)) }
    let interface = try CandidInterface(
      parsing: CandidSource(name: "test.did", text: "service : { go : \(types) -> () }"))
    let method = try #require(interface.method(named: "go"))
    return Hex.text(
      try ArgumentText.encode(source, as: method.type.arguments, in: interface.types))
  }

  @Test(arguments: [
    ("()", "4449444c0000"),
    ("(null)", "4449444c00017f"),
    ("(42 : nat)", "4449444c00017d2a"),
    ("(-1 : int)", "4449444c00017c7f"),
    ("(\"hello\")", "4449444c0001710568656c6c6f"),
    ("(\"a\", true)", "4449444c0002717e016101"),
    ("(1.5 : float64)", "4449444c000172000000000000f83f"),
    ("(0x1.8p0)", "4449444c000172000000000000f83f"),
    ("(-0x0.cP+1)", "4449444c000172000000000000f8bf"),
    ("(0x6.p-2 : float32)", "4449444c0001730000c03f"),
    ("(.5e1)", "4449444c0001720000000000001440"),
    ("(opt (5 : nat))", "4449444c016e7d01000105"),
    (#"(blob "\01\02\ff")"#, "4449444c016d7b0100030102ff"),
    (
      "(record { name = \"Ann\"; age = 7 : nat8 })",
      "4449444c016c02bfe9a7027bcbe4fdc7047101000703416e6e"
    ),
    ("(principal \"em77e-bvlzu-aq\")", "4449444c0001680103abcd01"),
    (
      "(record { canister_id = principal \"rwlgt-iiaaa-aaaaa-aaaaa-cai\" })",
      "4449444c016c01b3c4b1f204680100010a00000000000000000101"
    ),
    ("(1_000)", "4449444c00017ce807"), ("(0xf_f)", "4449444c00017cff01"),
    ("( 1 /* a /* nested */ comment */, // and a line\n 2, )", "4449444c00027c7c0102"),
    (#"("\u{1F600}\n\41")"#, "4449444c00017106f09f98800a41"),
    ("(vec { })", "4449444c016d6f010000"),
    ("(vec { 1 : nat16; 2 : nat16 })", "4449444c016d7a01000201000200"),
    ("(record { 1; \"x\" })", "4449444c016c02007c01710100010178"),
    ("(variant { Ok })", "4449444c016b01bc8a017f010000"),
    (
      "(340282366920938463463374607431768211456 : nat)",
      "4449444c00017d80808080808080808080808080808080808004"
    ),
  ])
  func typesAreInferred(text: String, hex: String) throws {
    #expect(try Self.encode(text) == hex)
  }

  @Test(arguments: [
    (
      "(variant { Ok = 1 })", "(variant { Ok : nat; Err : text })",
      "4449444c016b02bc8a017dc5fed2017101000001"
    ),
    ("(vec { 1; 2 })", "(blob)", "4449444c016d7b0100020102"),
    ("(1)", "(nat8)", "4449444c00017b01"), ("7", "(nat)", "4449444c00017d07"),
    ("Lisa", "(text)", "4449444c000171044c697361"),
    ("\"Lisa\"", "(text)", "4449444c000171044c697361"),
    ("(1, 2)", "(nat8)", "4449444c00017b01"), ("()", "(opt nat)", "4449444c016e7d010000"),
    ("(null)", "(opt nat)", "4449444c016e7d010000"),
    ("(5 : nat)", "(int)", "4449444c00017c05"),
    ("(record { 1 = true })", "(record { opt nat; bool })", "4449444c026c020001017e6e7d01000001"),
    ("(service \"aaaaa-aa\")", "(principal)", "4449444c0001680100"),
    (
      "(func \"aaaaa-aa\".\"a b\")", "(func (nat) -> () query)",
      "4449444c016a017d000101010001010003612062"
    ),
  ])
  func typesAreThoseOfTheMethod(text: String, types: String, hex: String) throws {
    #expect(try Self.encode(text, as: types) == hex)
  }

  @Test func typesMayBeRecursive() throws {
    let source = CandidSource(
      name: "list.did",
      text: "type List = opt record { head : int; tail : List }; service : { go : (List) -> () }")
    let interface = try CandidInterface(parsing: source)
    let method = try #require(interface.method(named: "go"))
    let text = "(opt record { head = 1; tail = opt record { head = 2; tail = null } })"
    let bytes = try ArgumentText.encode(
      CandidSource(name: "", text: text), as: method.type.arguments, in: interface.types)
    #expect(Hex.text(bytes) == "4449444c026e016c02a0d2aca8047c90eddae7040001000101010200")
  }

  @Test(arguments: [
    ("(256)", "(nat8)", 1, "is out of the range of nat8"),
    ("(-1)", "(nat)", 1, "-1 is out of the range of nat"),
    ("(1)", "(float64)", 1, "the number 1 is not of type float64"),
    ("(1, \"x\"", "(nat, text)", 7, "expected \",\" or \")\", found the end"),
    (
      "(record { nam = 1 })", "(record { name : nat })", 1,
      "record field name not found, but there is nam"
    ),
    (
      "(variant { Okk })", "(variant { Ok })", 11,
      "variant field Okk not found; did you mean Ok?"
    ),
    ("(1)", "(nat, nat)", 2, "wrong number of argument values: 1 in place of 2"),
    ("(principal \"aaaaa-ab\")", "(principal)", 11, "is not a principal"),
    ("(\"a", "(text)", 1, "this text is not closed"),
    ("(\"\\q\")", "(text)", 2, "no such escape"),
    ("(\"\\ff\")", "(text)", 1, "not UTF-8"), ("(1__)x", "(nat)", 5, "expected the end"),
    ("(5)", "(opt nat)", 1, "the number 5 is not of type opt"),
    ("(5 : nat)", "(opt nat)", 1, "is not of type opt"),
    ("(1 : nat8)", "(nat)", 1, "a value of type nat8 is not of type nat"),
    ("(12ab)", "(nat)", 1, "malformed"), ("(1e)", "(float64)", 1, "malformed"),
    ("(0x1p)", "(float64)", 1, "malformed"), ("(0x.)", "(float64)", 1, "malformed"),
    ("(0x1.8p0)", "(nat)", 1, "the number 0x1.8p0 is not of type nat"),
    ("(record { a = 1; a = 2 })", "(record {})", 17, "field a occurs twice"),
    ("(1 : Foo)", "(nat)", 5, "there is no type Foo"), ("(/* )", "(nat)", 1, "not closed"),
    ("(;)", "(nat)", 1, "expected a value, found \";\""),
    ("(§)", "(nat)", 1, "a stray \"§\""),
  ])
  func mistakesAreExplained(
    text: String, types: String, offset: Int, sentence: String
  ) throws {
    let error = try #require(throws: CandidTextError.self) { try Self.encode(text, as: types) }
    #expect(error.offset == offset, "\(error)")
    #expect("\(error.kind)".contains(sentence), "\(error)")
  }

  @Test func errorsPointAtTheCharacter() throws {
    let error = try #require(throws: CandidTextError.self) {
      try Self.encode("(\n  \"é\", 300\n)", as: "(text, nat8)")
    }
    #expect(
      error.description == """
        argument:2:8: 300 is out of the range of nat8
            "é", 300
                 ^
        """)
  }

  @Test func nothingIsSaidOnlyWhereNothingHasToBe() throws {
    let interface = try CandidInterface(
      parsing: CandidSource(
        name: "", text: "service : { a : (opt nat, null) -> (); b : (nat) -> () }"))
    let methods = interface.methods.map { $0.type.arguments }
    #expect(
      ArgumentText.encodeNothing(as: methods[0], in: interface.types).map(Hex.text)
        == "4449444c016e7d02007f00")
    #expect(ArgumentText.encodeNothing(as: methods[1], in: interface.types) == nil)
  }

  @Test(arguments: ["(", "opt ", "record { ", "vec { ", "(1 : opt ", "variant { a = "])
  func deepNestingIsAnError(part: String) {
    let text = "(" + String(repeating: part, count: 100_000)
    #expect(throws: CandidTextError.self) { try Self.encode(text) }
  }
}
