import Testing

@testable import Comparison

struct ComparedEngineTests {
  @Test(arguments: ["inline", "call", "loaded", "interpreter"], ["", "-unmetered"])
  func namesAreThoseOfUsers(kind: String, suffix: String) throws {
    let name = kind + suffix
    #expect(try #require(ComparedEngine(name: name)).name == name)
  }

  @Test func onlyNativeCodeCountsByReference() {
    #expect(ComparedEngine(name: "call-reference") != nil)
    #expect(ComparedEngine(name: "interpreter-reference") == nil)
  }

  @Test(arguments: ["", "-unmetered", "Inline", "inline-", "inline-exact", "wasmtime"])
  func otherNamesAreNoEngines(name: String) {
    #expect(ComparedEngine(name: name) == nil)
  }
}
