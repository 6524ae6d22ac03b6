import TestSupport
import Testing

@testable import Candid

struct InterfaceParserTests {
  static func parse(_ text: String, files: [String: String] = [:]) throws -> CandidInterface {
    try CandidInterface(parsing: CandidSource(name: "test.did", text: text)) {
      (name) throws(CandidInterface.ImportFailure) in
      guard let text = files[name] else { throw CandidInterface.ImportFailure(reason: "no file") }
      return CandidSource(name: name, text: text)
    }
  }

  @Test func everyFormIsRead() throws {
    let interface = try Self.parse(
      """
      // A comment
      type A = record { nat; 5 : text; "quoted name" : bool; nat8 };
      type V = variant { plain; "two words"; 7; typed : A };
      type F = func (name : A, V) -> (opt vec blob) query;
      type S = service { "f g" : F; h : (func () -> ()) -> () oneway };
      service named : (A, init : opt V) -> {
        "import" : F;
        b : () -> (S) composite_query;
        a : (principal) -> (reserved, empty, float32);
      };
      """)
    #expect(interface.methods.map(\.name) == ["a", "b", "import"])
    #expect(interface.methods.map(\.isQuery) == [false, true, true])
    #expect(interface.initialization.count == 2)
    guard case .record(let fields) = interface.types.resolve(interface.initialization[0]) else {
      Issue.record("the first argument is no record")
      return
    }
    let quoted = FieldLabel(name: "quoted name").id
    #expect(fields.map(\.label.id) == [0, 5, quoted, quoted + 1])
  }

  @Test func importsAreFollowed() throws {
    let files = [
      "types.did": "import \"more.did\"; type T = M;", "more.did": "type M = nat;",
      "base.did": "import \"more.did\"; service : { base : (M) -> () query }",
    ]
    let interface = try Self.parse(
      "import \"types.did\"; import service \"base.did\"; service : { own : (T) -> () }",
      files: files)
    #expect(interface.methods.map(\.name) == ["base", "own"])
  }

  @Test(arguments: [
    ("service : { a : (Foo) -> () }", 17, "there is no type Foo"),
    ("type Count = nat; service : { a : (Cuont) -> () }", 35, "did you mean Count?"),
    ("type A = B; type B = A; service : {}", 9, "type B is defined only by itself"),
    ("type A = nat; type A = int; service : {}", 19, "type A is defined twice"),
    ("service : { a : () -> (); a : () -> () }", 26, "method a occurs twice"),
    ("type A = nat; service : { a : A }", 30, "the type of method a is not a function"),
    ("type A = nat; service : A", 24, "this type is not a service"),
    ("service : { a : () -> (nat) oneway }", 22, "a oneway function has no results"),
    ("type R = record { a : nat; 97 : nat }; service : {}", 27, "have the same id, 97"),
    ("type R = record { 4294967296 : nat };", 18, "less than 4_294_967_296"),
    ("service : { f : (a : nat, b : nat, a : text) -> () }", 35, "argument a occurs twice"),
    ("service : (a : nat, \"a\" : nat) -> {}", 20, "argument a occurs twice"),
    ("type F = func () -> (a : nat, a : nat); service : {}", 30, "argument a occurs twice"),
    ("service : { f : () -> () query oneway }", 31, "one mode: after query, no oneway"),
    ("service : { f : () -> () query query }", 31, "one mode: after query, no query"),
    ("type query = nat; service : {}", 5, "expected the name of a type, found query"),
    ("service : { opt : () -> () }", 12, "as a name it stands in quotes: \"opt\""),
    ("type R = record { type : nat }; service : {}", 18, "type is a keyword"),
    ("type V = variant { null }; service : {}", 19, "null is a keyword"),
    ("service vec : {}", 8, "expected a name or \":\", found vec"),
    ("service : { f : func () -> () }", 16, "expected the type of a method, found func"),
    ("service : opt nat", 10, "expected \"{\" or the name of a service, found opt"),
    ("import \"x.did\"; service : {}", 7, "x.did can't be imported: no file"),
    ("type A = nat;", 13, "there is no service here"),
    ("typ A = nat", 0, "expected type, import or service"),
    ("service : { a : (nat -> () }", 21, "expected \",\" or \")\", found \"->\""),
  ])
  func mistakesAreExplained(text: String, offset: Int, sentence: String) throws {
    let error = try #require(throws: CandidTextError.self) { try Self.parse(text) }
    #expect(error.offset == offset, "\(error)")
    #expect("\(error.kind)".contains(sentence), "\(error)")
  }

  @Test(
    .enabled(if: Fixtures.isAvailable("ledger.did"), Comment(rawValue: Fixtures.absence)))
  func theLedgersInterfaceIsRead() throws {
    let text = String(decoding: Fixtures.bytes("ledger.did") ?? [], as: UTF8.self)
    let interface = try Self.parse(text)
    #expect(interface.initialization.count == 1)
    #expect(interface.method(named: "icrc1_balance_of")?.isQuery == true)
    #expect(interface.method(named: "icrc1_transfer")?.isQuery == false)
  }

  @Test(arguments: [
    ("service : { a : () -> () }", "method a occurs twice, counting imported methods"),
    ("service : (nat) -> { b : () -> () }", "takes arguments at its installation"),
    ("type T = nat;", "base.did has no service to import"),
    ("type T = nat; service : T", "this type is not a service"),
  ])
  func servicesThatCannotBeImported(base: String, sentence: String) throws {
    let error = try #require(throws: CandidTextError.self) {
      try Self.parse(
        "import service \"base.did\"; service : { a : () -> () }", files: ["base.did": base])
    }
    #expect("\(error.kind)".contains(sentence), "\(error)")
  }

  @Test func importedServicesMayHaveNames() throws {
    let files = ["base.did": "type S = service { b : () -> () }; service : S"]
    let interface = try Self.parse(
      "import \"base.did\"; import service \"base.did\"; service : { a : () -> () }", files: files)
    #expect(interface.methods.map(\.name) == ["a", "b"])
  }

  /// Definitions that are one another's names, in a chain of any length.
  @Test(.timeLimit(.minutes(1))) func longChainsOfNamesTakeNoLongTime() throws {
    let count = 5000
    let text = (0..<count).map { "type T\($0) = T\($0 + 1);" }.joined()
    let interface = try Self.parse("\(text) type T\(count) = nat; service : { f : (T0) -> () }")
    #expect(
      try ArgumentText.encode(
        CandidSource(name: "", text: "5"), as: interface.methods[0].type.arguments,
        in: interface.types) == Hex.bytes("4449444c00017d05"))
    let options = (0..<count).map { "type O\($0) = opt O\($0 + 1);" }.joined()
    let nested = try Self.parse("\(options) type O\(count) = nat; service : { f : (O0) -> () }")
    let arguments = nested.methods[0].type.arguments
    let message = CandidMessage.encode([.none], as: arguments, in: nested.types)
    #expect(message.starts(with: Hex.bytes("4449444c8827 6e016e02".filter { $0 != " " })))
    #expect(TypeText.list(arguments, in: nested.types).contains("opt opt opt O24"))
  }

  @Test func cyclicImportsEnd() throws {
    let files = ["a.did": "import \"b.did\"; type A = nat;", "b.did": "import \"a.did\";"]
    let interface = try Self.parse("import \"a.did\"; service : { x : (A) -> () }", files: files)
    #expect(interface.methods.count == 1)
  }
}
