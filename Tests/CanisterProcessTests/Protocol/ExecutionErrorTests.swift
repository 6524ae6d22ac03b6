import CanisterRuntime
import Executions
import Testing

struct ExecutionErrorTests {
  @Test func eachRowHasAKindOfItsOwn() {
    let rows = (0..<UInt8(rt_execution_error_count)).map { ExecutionError.Kind(row: $0) }
    #expect(rows.allSatisfy { $0 != nil })
    #expect(Set(rows).count == ExecutionError.Kind.allCases.count)
    #expect(ExecutionError.Kind(row: UInt8(rt_execution_error_count)) == nil)
    for kind in ExecutionError.Kind.allCases {
      #expect(ExecutionError.Kind(row: kind.row) == kind)
    }
  }

  @Test(arguments: [
    (
      ExecutionError(.noModule), 537,
      "Attempted to execute a message, but the canister contains no "
        + "Wasm module."
    ),
    (ExecutionError(.trapped, "unreachable", trap: 0), 502, "Canister trapped: unreachable"),
    (
      ExecutionError(.trappedExplicitly, "%s"), 503,
      "Canister called `ic0.trap` with message: '%s'"
    ),
    (
      ExecutionError(.wrongMode, subject: "ic0_call_new", "%d"), 504,
      "Canister violated contract: \"ic0_call_new\" cannot be executed in %d mode"
    ),
    (
      ExecutionError(.methodNotFound, subject: "go", "query"), 536,
      "Canister has no query method 'go'."
    ),
  ])
  func sentencesHaveTheirParts(error: ExecutionError, code: UInt32, message: String) {
    #expect(error.code == code)
    #expect(error.message == message)
  }
}
