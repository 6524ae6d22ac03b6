import Admission
import Executions
import Candid
import Testing

@testable import Subnet
@testable import SubnetHost

/// Calls of composite queries, in the order and within the bounds of the Internet Computer's.
struct QueryTests {
  private static let methods: [String: CanisterMethodKind] = [
    "go": .compositeQuery, "get": .query,
  ]

  /// Calls go by turns to the canisters that are called, and to these in the order of their names;
  /// what a callback calls waits behind what is waiting.
  @Test func callsAreMadeByTurns() throws {
    let fake = FakeSubnet()
    var log: [String] = []
    var callees: [Principal] = []
    for name in ["b", "c"] {
      let callee = try fake.add(name, methods: Self.methods) { execution in
        if execution.entry == .query { log.append(name + "\(execution.argument[0])") }
        return execution.entry == .query ? .reply(execution.argument) : .nothing
      }
      callees.append(callee)
    }
    let id = try fake.add("a", methods: Self.methods) { execution in
      func call(_ callee: Int, _ number: UInt8) -> OutgoingCall {
        OutgoingCall(callee: callees[callee], method: "get", payload: [number])
      }
      switch execution.entry {
      case .compositeQuery:
        return .calls(call(1, 1), call(1, 2), call(0, 3), call(1, 4), call(0, 5))
      case .replyCallback where execution.argument == [3]: return .calls(call(1, 6), call(0, 7))
      case .replyCallback where execution.argument == [6]: return .reply([9])
      default: return .nothing
      }
    }
    #expect(try fake.subnet.query(id, method: "go", argument: []).result == .reply([9]))
    #expect(log == ["b3", "c1", "b5", "c2", "c4", "b7", "c6"])
  }

  /// Calls cost their share after they were executed, and only if anything was.
  @Test(arguments: [
    (50_000_000, "get", 526), (50_000_001, "get", nil), (1, "nothing", nil), (1, "go", 526),
  ])
  func callsThatExecuteCost(limit: UInt64, method: String, errorCode: UInt32?) throws {
    let fake = FakeSubnet()
    var own = Principal.anonymous
    let id = try fake.add("a", methods: Self.methods) { execution in
      switch execution.entry {
      case .compositeQuery: .calls(OutgoingCall(callee: own, method: method))
      case .query, .replyCallback, .rejectCallback: .reply([1])
      default: .nothing
      }
    }
    own = id
    try fake.subnet.configure { $0.instructionLimit = limit }
    let result = try fake.subnet.query(id, method: "go", argument: []).result
    if let errorCode {
      guard case .reject(let error) = result else {
        Issue.record("\(result)")
        return
      }
      #expect(error.code == errorCode)
    } else {
      #expect(result == .reply([1]))
    }
  }

  /// The management canister answers composite queries, too.
  @Test func managementCanisterIsAsked() throws {
    let fake = FakeSubnet()
    var own = Principal.anonymous
    let id = try fake.add("a", methods: Self.methods) { execution in
      switch execution.entry {
      case .compositeQuery:
        return .calls(
          OutgoingCall(
            callee: .management, method: "fetch_canister_logs",
            payload: ManagementMessage.record(canisterID: own)))
      case .replyCallback: return .reply(execution.argument)
      default: return .nothing
      }
    }
    own = id
    #expect(
      try fake.subnet.query(id, method: "go", argument: []).result
        == .reply(
          ManagementInterface.encode(
            [.record(["canister_log_records": .vector([])])], of: "fetch_canister_logs")))
  }
}
