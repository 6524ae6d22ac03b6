import Testing

@testable import Candid

struct ValueTextTests {
  static func values(_ text: String) throws -> [CandidValue] {
    let source = CandidSource(name: "", text: text)
    let typing = ValueTyping(source: source, table: TypeTable())
    return try ValueParser.arguments(source).map { try typing.inferred($0).0 }
  }

  @Test(arguments: [
    ("()", "()"), ("(42 : nat)", "(42 : nat)"), ("(-1000000)", "(-1_000_000 : int)"),
    ("(1000 : nat64, 200 : nat8)", "(1_000 : nat64, 200 : nat8)"),
    (
      "(1.0, 0.0000001, 1e21, -0.0, 1.5 : float32)",
      "(\n  1.0 : float64,\n  0.0000001 : float64,\n  1000000000000000000000.0 : float64,\n"
        + "  -0.0 : float64,\n  1.5 : float32,\n)"
    ),
    ("(true, null, opt null : opt opt nat)", "(true, null : null, opt null)"),
    ("(null : opt nat, null : reserved)", "(null, null : reserved)"),
    ("(opt \"x\", opt (5 : nat))", "(opt \"x\", opt (5 : nat))"),
    (#"("\00")"#, #"("\0")"#), (#"("it's \u{7}\n")"#, #"("it\'s \u{7}\n")"#),
    (#"(blob "abc")"#, #"(blob "abc")"#),
    (#"(blob "\00a")"#, #"(blob "\00\61")"#), (#"(blob "it's")"#, #"(blob "it\27s")"#),
    ("(vec { 1 : nat8 }, blob \"\")", #"(blob "\01", blob "")"#),
    ("(record { name = \"Ann\"; age = 7 : nat8 })", "(record { age = 7 : nat8; name = \"Ann\" })"),
    ("(record { 1 : nat; \"x\" }, record {})", "(record { 1 : nat; \"x\" }, record {})"),
    ("(variant { Ok = 1 }, variant { red })", "(variant { Ok = 1 : int }, variant { red })"),
    (
      "(record { \"two words\" = 1; \"opt\" = 2; 1_224_700_492 = 3 })",
      "(record { \"opt\" = 2 : int; 1_224_700_492 = 3 : int; \"two words\" = 1 : int })"
    ),
    (
      "(principal \"aaaaa-aa\", func \"aaaaa-aa\".go, service \"2vxsx-fae\")",
      "(principal \"aaaaa-aa\", func \"aaaaa-aa\".go, service \"2vxsx-fae\")"
    ),
    (
      "(vec { 1; 2; 3; 4; 5; 6; 7; 8; 9; 10; 11 })",
      "(\n  vec { 1 : int; 2 : int; 3 : int; 4 : int; 5 : int; 6 : int; 7 : int; 8 : int; "
        + "9 : int; 10 : int; 11 : int;},\n)"
    ),
  ])
  func printedAsOtherToolsDo(text: String, expected: String) throws {
    #expect(ValueText.pretty(try Self.values(text)) == expected)
  }

  @Test func longRecordsAreBroken() throws {
    let text = """
      (
        record {
          name = "a rather long name that does not fit";
          balance = 1_000_000_000_000 : nat;
        },
      )
      """
    let values = try Self.values(text)
    #expect(
      ValueText.pretty(values).contains("\n    name = \"a rather long name that does not fit\";\n"))
    #expect(try Self.values(ValueText.pretty(values)) == values)
  }

  @Test func theOneLineForm() throws {
    let values = try Self.values("(record { a = 1; 0 = vec { \"it's\" } }, variant { x = opt 2 })")
    #expect(
      ValueText.line(values)
        == "(record { vec { \"it's\";}; a = 1 : int;}, variant { x = opt (2 : int) })")
  }

  @Test(arguments: [
    ("(1, 2 : nat64, 3 : nat8)", "\"1\"\n\"2\"\n3"),
    ("(opt 1 : opt nat8, null : opt nat8, null)", "[\n  1\n]\n[]\nnull"),
    ("(record { b = 1 : nat8; a = \"x\\n\" })", "{\n  \"a\": \"x\\n\",\n  \"b\": 1\n}"),
    ("(variant { Ok }, blob \"\\01\")", "{\n  \"Ok\": null\n}\n[\n  1\n]"),
    ("(1000 : nat, 1.5, null : reserved)", "\"1_000\"\n1.5\n\"null : reserved\""),
  ])
  func json(text: String, expected: String) throws {
    #expect(try Self.values(text).map(ValueJSON.text).joined(separator: "\n") == expected)
  }
}
