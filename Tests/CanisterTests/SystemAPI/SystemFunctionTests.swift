import SystemAPI
import Testing
import WebAssembly

@Suite struct SystemFunctionTests {
  @Test func everyFunctionOfTheListHasItsRowAndNoOthers() throws {
    let listed = try InterfaceFunction.list()
    let rows = SystemFunction.all.map(\.name)
    #expect(Set(rows).count == rows.count)
    #expect(Set(listed.map(\.name)) == Set(rows))
  }

  @Test func rowsAgreeWithTheList() throws {
    for listed in try InterfaceFunction.list() {
      let row = try #require(SystemFunction.named(listed.name), "\(listed.name)")
      #expect(row.parameters == listed.parameters, "\(listed.name)")
      #expect(row.result == listed.result, "\(listed.name)")
      #expect(row.contexts == listed.contexts, "\(listed.name)")
      #expect(row.isWasm32Only == listed.isWasm32Only, "\(listed.name)")
    }
  }

  @Test func listIsRefusedWhereItIsWrong() {
    for line in ["ic0.f : (I) -> J // *", "ic0.f : () -> I // X", "f : () -> () // *"] {
      #expect(throws: InterfaceFunction.Malformed.self) { try InterfaceFunction(line: line) }
    }
  }

  @Test func addressesAreAsWideAsTheCanisters() throws {
    let copy = try #require(SystemFunction.named("env_var_name_copy"))
    #expect(copy.type(.i32).parameters == [.i32, .i32, .i32, .i32])
    #expect(copy.type(.i64).parameters == [.i64, .i64, .i64, .i64])
    let cost = try #require(SystemFunction.named("cost_sign_with_ecdsa"))
    #expect(cost.type(.i64) == FunctionType(parameters: [.i64, .i64, .i32, .i64], results: [.i32]))
    #expect((0..<4).map(cost.isExtendedAddress) == [true, true, false, true])
    #expect(cost.symbol == "ic0_cost_sign_with_ecdsa")
  }

  /// What a call costs (Interface Specification has no figures: these are the replica's).
  @Test(
    arguments: [
      ("msg_reply", 500, 0, []), ("call_perform", 5000, 0, []), ("stable64_read", 20, 1, [2]),
      ("call_new", 1500, 1, [1, 3]), ("msg_reply_data_append", 500, 50, [1]),
      ("stable64_size", 0, 0, []), ("performance_counter", 200, 0, []),
    ] as [(String, UInt32, UInt32, [Int])])
  func costs(name: String, fixed: UInt32, perByte: UInt32, charged: [Int]) throws {
    let cost = try #require(SystemFunction.named(name)).cost
    #expect(cost.fixed == fixed)
    #expect(cost.perByte == perByte)
    #expect(cost.chargedParameters == charged)
    #expect(!cost.isLogging)
  }

  @Test func onlyPrintingAndTrappingWriteLogs() {
    #expect(SystemFunction.all.filter(\.cost.isLogging).map(\.name) == ["debug_print", "trap"])
  }
}
