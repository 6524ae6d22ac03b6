import Testing

@testable import Candid

struct TypeTextTests {
  private func text(_ arguments: String, _ definitions: String = "") throws -> String {
    let interface = try CandidInterface(
      parsing: CandidSource(
        name: "test.did", text: "\(definitions)\nservice : { go : \(arguments) -> () }"))
    let method = try #require(interface.method(named: "go"))
    return TypeText.list(method.type.arguments, in: interface.types)
  }

  @Test(arguments: [
    "()", "(nat)", "(opt vec text, blob)", "(record { nat; text })", "(record {})",
    "(record { 0 : nat; 2 : text })", "(variant { Ok; Err : text })",
    "(record { \"a b\" : nat })", "(func (nat, text) -> (bool) query)",
    "(service { get : () -> (nat) query })", "(principal)",
  ])
  func typesAreWrittenAsTheyAreRead(arguments: String) throws {
    #expect(try text(arguments) == arguments)
  }

  @Test func definitionsAreSpelledOut() throws {
    let pair = "type Word = nat64; type Pair = record { high : Word; low : opt Word };"
    #expect(try text("(Pair)", pair) == "(record { low : opt nat64; high : nat64 })")
  }

  @Test func recursionEndsWithAName() throws {
    let list = "type List = opt record { head : nat; tail : List };"
    #expect(try text("(List)", list) == "(opt record { head : nat; tail : List })")
  }

  /// Thirty definitions that say each of the next twice: a billion types.
  @Test func whatMultipliesKeepsItsNames() throws {
    let chain = (0..<30).map { "type T\($0) = record { a : T\($0 + 1); b : T\($0 + 1) };" }
    let text = try text("(T0)", chain.joined(separator: "\n") + "\ntype T30 = nat;")
    #expect(text.count < 10_000 && text.contains("b : T23"))
  }

  @Test func longTypesHaveSeveralLines() throws {
    let fields = (0..<12).map { "field_number_\($0) : nat" }.joined(separator: "; ")
    #expect(try text("(record { \(fields) })").split(separator: "\n").count > 12)
  }
}
