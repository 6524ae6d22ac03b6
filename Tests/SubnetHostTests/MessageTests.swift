import Admission
import CanisterProcess
import Executions
import Candid
import Testing

@testable import Subnet
@testable import SubnetHost

/// One canister, messages from outside.
struct MessageTests {
  static let id = Principal(canisterIndex: 0)
  static let frame = "Error from Canister rwlgt-iiaaa-aaaaa-aaaaa-cai: "
  static let documentation =
    "See documentation: https://internetcomputer.org/docs/current/references/execution-errors#"

  static let results: [(Outcome.Result, text: String)] = [
    (.reject("as I please"), "IC0406: as I please"),
    (
      .error(ExecutionError(.trapped, "unreachable")),
      "IC0502: \(frame)Canister trapped: unreachable.\nConsider gracefully handling failures "
        + "from this canister or altering the canister to handle exceptions. "
        + "\(documentation)trapped"
    ),
    (
      .error(ExecutionError(.trappedExplicitly, "so")),
      "IC0503: \(frame)Canister called `ic0.trap` with message: 'so'.\nConsider gracefully "
        + "handling failures from this canister or altering the canister to handle exceptions. "
        + "\(documentation)trapped-explicitly"
    ),
    (
      .error(ExecutionError(.contractViolated, "so")),
      "IC0504: \(frame)Canister violated contract: so"
    ),
  ]

  @Test(arguments: results)
  func errorsAreWordedAsByTheReplica(outcome: Outcome.Result, text: String) throws {
    let fake = FakeSubnet()
    try fake.add("a", methods: ["go": .update, "read": .query]) { execution in
      execution.entry == .install ? .nothing : Outcome(result: outcome)
    }
    for report in [
      try fake.subnet.update(Self.id, method: "go", argument: []),
      try fake.subnet.query(Self.id, method: "read", argument: []),
    ] {
      switch report.result {
      case .reject(let error), .trap(let error): #expect(error.text == text)
      case .reply, .ok: Issue.record("\(report.result)")
      }
    }
  }

  @Test func queriesThatDoNotReplyHaveWordsOfTheirOwn() throws {
    let fake = FakeSubnet()
    try fake.add("a", methods: ["go": .update, "read": .query]) { _ in .nothing }
    let update = try fake.subnet.update(Self.id, method: "go", argument: []).result
    let query = try fake.subnet.query(Self.id, method: "read", argument: []).result
    #expect(update == .reject(.didNotReply(Self.id)))
    #expect(query == .reject(.queryDidNotReply(Self.id)))
    #expect(
      UserError.didNotReply(Self.id).text
        == "IC0506: Canister rwlgt-iiaaa-aaaaa-aaaaa-cai did not reply to the call")
    #expect(
      UserError.queryDidNotReply(Self.id).text
        == "IC0506: Canister rwlgt-iiaaa-aaaaa-aaaaa-cai did not produce a response")
  }

  /// What counts is the whole message: 130 bytes and the argument, whose length takes 4 more here.
  @Test func messagesFromOutsideHaveALargestSize() throws {
    let fake = FakeSubnet()
    try fake.add("a") { _ in .reply() }
    let empty = IngressMessage(
      sender: .anonymous, canister: Self.id, method: "go", argument: [])
    #expect(empty.sizeBytes == 130)
    let largest = [UInt8](repeating: 0, count: 2 * 1024 * 1024 - 134)
    #expect(try fake.go(Self.id, largest) == .reply([]))
    let report = try fake.subnet.update(Self.id, method: "go", argument: largest + [0])
    guard case .reject(let error) = report.result else {
      Issue.record("it was accepted")
      return
    }
    #expect(
      error.text == "HTTP 413: Request is too large. Message byte size 2097153 is larger than the "
        + "max allowed 2097152.")
    try fake.subnet.configure { $0.kind = .system }
    let larger = [UInt8](repeating: 0, count: 3_670_016 - 134)
    #expect(try fake.go(Self.id, larger) == .reply([]))
    guard case .reject = try fake.go(Self.id, larger + [0]) else {
      Issue.record("it was accepted")
      return
    }
  }

  @Test func missingCanistersMethodsAndModules() throws {
    let fake = FakeSubnet()
    #expect(try fake.go(Self.id) == .reject(.canisterNotFound(Self.id)))
    try fake.subnet.createCanister()
    #expect(try fake.go(Self.id) == .reject(.noModule(Self.id)))
    let other = try fake.add("a", methods: ["go": .update, "both": .compositeQuery]) { _ in
      .reply()
    }
    let subnet = fake.subnet
    #expect(
      try subnet.update(other, method: "stay", argument: []).result
        == .reject(.methodNotFound(other, kind: "update", name: "stay")))
    #expect(
      try subnet.query(other, method: "go", argument: []).result
        == .reject(.methodNotFound(other, kind: "query", name: "go")))
    #expect(
      try subnet.update(other, method: "both", argument: []).result
        == .reject(.compositeQueryInReplicatedMode))
    #expect(try subnet.query(other, method: "both", argument: []).result == .reply([]))
  }

  @Test func executionsSeeTheMessage() throws {
    let fake = FakeSubnet()
    try fake.subnet.setTime(nanoseconds: 17)
    fake.subnet.sender = Principal(canisterIndex: 99)
    let id = try fake.add("a", methods: ["go": .update, "read": .query]) { _ in .reply() }
    _ = try fake.subnet.update(id, method: "go", argument: [1])
    _ = try fake.subnet.update(id, method: "read", argument: [2])
    _ = try fake.subnet.query(id, method: "read", argument: [3])
    let executions = fake.launcher.launched[0].requests.compactMap { request in
      if case .execute(let execution) = request { execution } else { nil }
    }
    #expect(executions.map(\.entry) == [.install, .update, .replicatedQuery, .query])
    #expect(executions.map(\.method) == ["", "go", "read", "read"])
    #expect(executions.map(\.argument) == [[], [1], [2], [3]])
    #expect(executions.map { $0.dataCertificate != nil } == [false, false, false, true])
    #expect(executions.allSatisfy { $0.timeNanoseconds == 17 })
    #expect(executions.allSatisfy { $0.caller == Principal(canisterIndex: 99) })
  }

  @Test func versionsCountChanges() throws {
    let fake = FakeSubnet()
    let id = try fake.add("a", methods: ["go": .update, "read": .query]) { execution in
      execution.argument == [1] ? .trap("so") : .reply()
    }
    _ = try fake.go(id)
    _ = try fake.go(id, [1])
    _ = try fake.subnet.query(id, method: "read", argument: [])
    _ = try fake.go(id)
    let configurations = fake.launcher.launched[0].configurations
    // Told only when it has changed: before init, before the first `go`, since the canister's
    // history takes memory now, and before the trap, after which all is the same.
    #expect(configurations.map(\.version) == [1, 1, 2])
    #expect(configurations[0].controllers == [.anonymous, id])
    #expect(configurations[0].cycleBalance == SubnetState.initialCycleBalance)
  }

  @Test(arguments: [
    (Outcome.reply(), nil as String?),
    (Outcome(result: .noResponse), "IC0406: Canister rejected the message"),
    (Outcome.trap("so"), "IC0502"),
  ])
  func inspection(outcome: Outcome, refusal: String?) throws {
    let fake = FakeSubnet()
    let id = try fake.add("a", systemMethods: [.inspectMessage]) { execution in
      guard execution.entry == .inspectMessage else { return .reply([7]) }
      var outcome = outcome
      outcome.acceptsMessage = refusal == nil
      return outcome
    }
    switch try fake.go(id) {
    case .reply(let bytes): #expect(bytes == [7] && refusal == nil)
    case .reject(let error), .trap(let error):
      #expect(error.text.hasPrefix(try #require(refusal)))
    case .ok: Issue.record("no result")
    }
  }

  @Test func reportsHoldPrintsAndFigures() throws {
    let fake = FakeSubnet()
    let id = try fake.add("a") { execution in
      guard execution.entry == .update else { return .reply() }
      var outcome = Outcome.trap("so")
      outcome.debugPrints = ["one", "two"]
      outcome.durationNanoseconds = 5
      outcome.changedHeapPages = 3
      return outcome
    }
    let activity = try fake.subnet.update(id, method: "go", argument: []).activity
    #expect(
      activity.debugPrints
        == ["one", "two"].map {
          DebugPrint(timeNanoseconds: 1_620_328_630_000_000_000, canister: id, content: $0)
        })
    #expect(activity.durationNanoseconds == 5 && activity.changedHeapPages == 3)
  }

  @Test func implausibleProcessesAreGivenUp() throws {
    let fake = FakeSubnet()
    let id = try fake.add("a") { execution in
      guard execution.entry == .update else { return .reply() }
      var outcome = Outcome.reply()
      outcome.cyclesAccepted = 1
      return outcome
    }
    #expect(throws: SubnetError.self) { try fake.go(id) }
    let rich = try fake.add("b") { execution in
      guard execution.entry == .update else { return .reply() }
      var call = OutgoingCall(callee: id, method: "go")
      call.cycles = SubnetState.initialCycleBalance
      return .calls(call, call)
    }
    #expect(throws: SubnetError.self) { try fake.go(rich) }
  }

  @Test func longTextsKeepBothEnds() {
    let message = "start" + String(repeating: "x", count: 10_000) + "end"
    let error = UserError.rejected(message)
    #expect(error.description.utf8.count <= 8192)
    #expect(error.description.hasPrefix("start") && error.description.hasSuffix("end"))
    #expect(error.description.contains("x...x"))
  }
}
