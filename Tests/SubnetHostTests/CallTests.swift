import Admission
import CanisterProcess
import Executions
import Candid
import Foundation
import Testing

@testable import Subnet
@testable import SubnetHost

/// Canisters that call each other.
struct CallTests {
  /// A canister whose `go` calls another's, and that answers with what its callbacks get.
  static func addCaller(
    of callee: Principal, to fake: FakeSubnet, method: String = "go", cycles: UInt128 = 0,
    _ callback: @escaping FakeCanister.Behaviour
  ) throws -> Principal {
    try fake.add("caller") { execution throws(ConnectionError) in
      switch execution.entry {
      case .install: return .nothing
      case .update:
        var call = OutgoingCall(callee: callee, method: method, payload: execution.argument)
        call.cycles = cycles
        call.replyCallback = Callback(function: 1, environment: 10)
        call.rejectCallback = Callback(function: 2, environment: 20)
        call.cleanupCallback = Callback(function: 3, environment: 30)
        return .calls(call)
      default: return try callback(execution)
      }
    }
  }

  /// Answers with the callback's own arguments.
  static func echo(_ execution: Execution) -> Outcome {
    if let rejection = execution.rejection {
      return .reply(Array("\(rejection.code.rawValue) \(rejection.message)".utf8))
    }
    return .reply(execution.argument)
  }

  @Test func repliesComeBack() throws {
    let fake = FakeSubnet()
    let callee = try fake.add("callee") { execution in
      let isCall = execution.entry == .update
      #expect(execution.caller == (isCall ? Principal(canisterIndex: 1) : .anonymous))
      return .reply(execution.argument + [9])
    }
    let caller = try Self.addCaller(of: callee, to: fake) { execution in
      #expect(execution.entry == .replyCallback && execution.caller == .anonymous)
      #expect(execution.callback == Callback(function: 1, environment: 10))
      return Self.echo(execution)
    }
    #expect(try fake.go(caller, [5]) == .reply([5, 9]))
    #expect(fake.subnet.state.contexts.isEmpty && fake.subnet.state.pendingCalls.isEmpty)
  }

  @Test(arguments: [
    (Outcome(result: .reject("no, thanks")), "4 no, thanks"),
    (.nothing, "5 No response"),
    (
      .trap("unreachable"),
      "5 IC0502: Error from Canister rwlgt-iiaaa-aaaaa-aaaaa-cai: Canister trapped: unreachable"
    ),
  ])
  func failuresComeBackAsRejections(outcome: Outcome, text: String) throws {
    let fake = FakeSubnet()
    let callee = try fake.add("callee") { $0.entry == .install ? .nothing : outcome }
    let caller = try Self.addCaller(of: callee, to: fake) { execution in
      #expect(execution.entry == .rejectCallback)
      #expect(execution.callback == Callback(function: 2, environment: 20))
      return Self.echo(execution)
    }
    guard case .reply(let bytes) = try fake.go(caller) else {
      Issue.record("no reply")
      return
    }
    #expect(String(decoding: bytes, as: UTF8.self).hasPrefix(text))
  }

  @Test func missingCalleesAndMethods() throws {
    let fake = FakeSubnet()
    let nobody = Principal(canisterIndex: 77)
    let caller = try Self.addCaller(of: nobody, to: fake, Self.echo)
    #expect(try fake.go(caller) == .reply(Array("3 Canister \(nobody) not found".utf8)))
    let other = try Self.addCaller(of: caller, to: fake, method: "stay", Self.echo)
    guard case .reply(let bytes) = try fake.go(other) else {
      Issue.record("no reply")
      return
    }
    #expect(String(decoding: bytes, as: UTF8.self).hasPrefix("5 IC0536: "))
  }

  /// Ids that no canister can have, and those of other subnets.
  @Test(arguments: [
    try #require(Principal(bytes: [0xC0, 0xFE, 0xFE, 0xD0, 0x0D])),
    Principal(canisterIndex: 1 << 20), Principal(canisterIndex: 7 << 20),
  ]) func calleesOutsideTheSubnet(callee: Principal) throws {
    let fake = FakeSubnet()
    let caller = try Self.addCaller(of: callee, to: fake, Self.echo)
    #expect(try fake.go(caller) == .reply(Array("3 No route to canister \(callee)".utf8)))
  }

  @Test func rangesOfCanistersBelongToTheSubnet() throws {
    let fake = FakeSubnet()
    try fake.subnet.createCanister(id: Principal(canisterIndex: 7 << 20))
    let callee = Principal(canisterIndex: 8 << 20 - 1)
    let caller = try Self.addCaller(of: callee, to: fake, Self.echo)
    #expect(try fake.go(caller) == .reply(Array("3 Canister \(callee) not found".utf8)))
  }

  @Test(arguments: [(RunningStatus.stopping, "stopping"), (.stopped, "stopped")])
  func calleesThatDoNotRun(status: RunningStatus, word: String) throws {
    let fake = FakeSubnet()
    let callee = try fake.add("callee") { _ in .reply() }
    try fake.change(callee) { $0.status = status }
    let caller = try Self.addCaller(of: callee, to: fake, Self.echo)
    #expect(try fake.go(caller) == .reply(Array("5 Canister \(callee) is \(word)".utf8)))
  }

  @Test func cyclesMoveAndComeBack() throws {
    let fake = FakeSubnet()
    let callee = try fake.add("callee") { execution in
      var outcome = Outcome.reply()
      if execution.entry == .update {
        #expect(execution.cycles == 100)
        outcome.cyclesAccepted = 30
      }
      return outcome
    }
    let caller = try Self.addCaller(of: callee, to: fake, cycles: 100) { execution in
      #expect(execution.refundedCycles == 70 && execution.cycles == 0)
      return Self.echo(execution)
    }
    _ = try fake.go(caller)
    let initial = SubnetState.initialCycleBalance
    #expect(fake.subnet.state.canisters[callee]?.cycleBalance == initial + 30)
    #expect(fake.subnet.state.canisters[caller]?.cycleBalance == initial - 30)
  }

  /// A callee that calls itself: what it accepts in a callback comes from its own call context, and
  /// from none once it has answered.
  @Test(arguments: [false, true]) func callbacksAcceptCyclesUntilTheAnswer(isEarly: Bool) throws {
    let fake = FakeSubnet()
    let callee = try fake.add("callee", methods: ["go": .update, "self": .update]) { execution in
      switch execution.entry {
      case .update where execution.method == "go":
        var outcome = Outcome.calls(
          OutgoingCall(callee: Principal(canisterIndex: 0), method: "self"))
        outcome.cyclesAccepted = 30
        if isEarly { outcome.result = .reply([]) }
        return outcome
      case .replyCallback:
        #expect(execution.cycles == (isEarly ? 0 : 70) && execution.refundedCycles == 0)
        var outcome = isEarly ? Outcome.nothing : .reply()
        outcome.cyclesAccepted = isEarly ? 0 : 20
        return outcome
      default: return .reply()
      }
    }
    let caller = try Self.addCaller(of: callee, to: fake, cycles: 100) { execution in
      #expect(execution.refundedCycles == (isEarly ? 70 : 50))
      return Self.echo(execution)
    }
    _ = try fake.go(caller)
    let accepted: UInt128 = isEarly ? 30 : 50
    #expect(
      fake.subnet.state.canisters[callee]?.cycleBalance == SubnetState.initialCycleBalance
        + accepted)
  }

  @Test func cyclesOfRefusedCallsComeBack() throws {
    let fake = FakeSubnet()
    let caller = try Self.addCaller(
      of: Principal(canisterIndex: 77), to: fake, cycles: 100, Self.echo)
    _ = try fake.go(caller)
    #expect(fake.subnet.state.canisters[caller]?.cycleBalance == SubnetState.initialCycleBalance)
  }

  @Test func failedCallbacksAreCleanedUp() throws {
    let fake = FakeSubnet()
    let callee = try fake.add("callee") { _ in .reply() }
    let caller = try Self.addCaller(of: callee, to: fake) { execution in
      guard execution.entry == .cleanupCallback else { return .trap("first") }
      #expect(execution.callback == Callback(function: 3, environment: 30))
      return .nothing
    }
    guard case .trap(let error) = try fake.go(caller) else {
      Issue.record("no trap")
      return
    }
    #expect(error.code == 502 && error.description.contains("Canister trapped: first"))
    #expect(!error.description.contains("cleanup"))
    #expect(fake.launcher.launched[1].log.suffix(2) == ["replyCallback", "cleanupCallback"])
  }

  @Test func failedCleanupsAreReportedToo() throws {
    let fake = FakeSubnet()
    let callee = try fake.add("callee") { _ in .reply() }
    let caller = try Self.addCaller(of: callee, to: fake) { execution in
      .trap(execution.entry == .cleanupCallback ? "second" : "first")
    }
    guard case .trap(let error) = try fake.go(caller) else {
      Issue.record("no trap")
      return
    }
    #expect(
      error.text == """
        IC0502: Error from Canister \(caller): Canister trapped: first

        call_on_cleanup also failed:

        Canister trapped: second
        """)
  }

  /// A call that the management canister refuses, as there is no such canister, in the next round.
  private static let refusedCall = OutgoingCall(
    callee: .management, method: "deposit_cycles",
    payload: ManagementMessage.record(canisterID: Principal(canisterIndex: 9)))

  /// `go` calls itself in `self`, which sees that call as one that waits, until its callback.
  @Test func executionsKnowWhichCallsWait() throws {
    let fake = FakeSubnet()
    let id = Principal(canisterIndex: 0)
    let responseBytes: UInt64 = 2 * 1024 * 1024 + 144
    try fake.add("a", methods: ["go": .update, "self": .update]) { execution in
      switch execution.entry {
      case .update where execution.method == "go":
        #expect(execution.waitingCalls.isEmpty && execution.messageMemoryTakenBytes == 0)
        var bounded = Self.refusedCall
        bounded.timeoutSeconds = 9
        return .calls(bounded, OutgoingCall(callee: id, method: "self"))
      case .update:
        // The response of the management canister has not come yet.
        #expect(execution.waitingCalls == [id: 1, .management: 1])
        #expect(execution.messageMemoryTakenBytes == 2 * responseBytes)
        return .reply()
      case .rejectCallback:
        #expect(execution.waitingCalls == [id: 1])
        #expect(execution.messageMemoryTakenBytes == responseBytes)
        return .nothing
      case .replyCallback:
        #expect(execution.waitingCalls.isEmpty && execution.messageMemoryTakenBytes == 0)
        return .reply()
      default: return .nothing
      }
    }
    #expect(try fake.go(id) == .reply([]))
    try fake.subnet.configure { $0.kind = .system }
    let other = try fake.add("b") { execution in
      #expect(execution.messageMemoryTakenBytes == nil)
      return .reply()
    }
    #expect(try fake.go(other) == .reply([]))
  }

  @Test func callsBetweenCanistersAreNotInspected() throws {
    let fake = FakeSubnet()
    let callee = try fake.add("callee", systemMethods: [.inspectMessage]) { execution in
      execution.entry == .inspectMessage ? .trap("inspected") : .reply([1])
    }
    let caller = try Self.addCaller(of: callee, to: fake, Self.echo)
    #expect(try fake.go(caller) == .reply([1]))
  }

  @Test func earlyAnswersDoNotEndTheContext() throws {
    let fake = FakeSubnet()
    let callee = try fake.add("callee") { _ in .reply() }
    let caller = try fake.add("caller") { execution in
      switch execution.entry {
      case .update:
        var outcome = Outcome.calls(OutgoingCall(callee: callee, method: "go"))
        outcome.result = .reply([1])
        return outcome
      // A second answer is the runtime's to refuse; if it comes, it is dropped.
      case .replyCallback:
        #expect(execution.isAnswered)
        return .reply([2])
      default: return .nothing
      }
    }
    #expect(try fake.go(caller) == .reply([1]))
    #expect(fake.launcher.launched[1].log.last == "replyCallback")
    #expect(fake.subnet.state.contexts.isEmpty)
  }

  /// `go` calls itself until the time has passed: as a program that waits for a timer does.
  @Test func timePassesWhileSomebodyWaits() throws {
    let fake = FakeSubnet()
    let id = Principal(canisterIndex: 0)
    let start = fake.subnet.timeNanoseconds
    try fake.add("a", methods: ["go": .update, "self": .update]) { execution in
      switch execution.entry {
      case .install: return .nothing
      case .update where execution.method == "self": return .reply()
      default:
        return execution.timeNanoseconds >= start + 2_000_000_000
          ? .reply() : .calls(OutgoingCall(callee: id, method: "self"))
      }
    }
    #expect(try fake.go(id) == .reply([]))
    #expect(fake.subnet.timeNanoseconds == start + 2_000_000_000)
  }

  @Test func endlessWaitingEnds() throws {
    let fake = FakeSubnet()
    // Every callback calls again: a rejection is enough to go on.
    let id = try fake.add("a") { execution in
      execution.entry == .install
        ? .nothing : .calls(Self.refusedCall)
    }
    #expect(try fake.go(id) == .reject(.timedOut(id, rounds: LocalNetwork.maximumRounds)))
  }

  @Test func boundedCallsExpire() throws {
    let fake = FakeSubnet()
    let stuck = try fake.add("stuck") { execution in
      execution.entry == .install
        ? .nothing : .calls(Self.refusedCall)
    }
    let caller = try fake.add("caller") { execution in
      guard execution.entry != .install else { return .nothing }
      guard execution.entry == .update else { return Self.echo(execution) }
      var call = OutgoingCall(callee: stuck, method: "go")
      call.timeoutSeconds = 3
      return .calls(call)
    }
    let start = fake.subnet.timeNanoseconds
    #expect(try fake.go(caller) == .reply(Array("6 Call deadline has expired.".utf8)))
    #expect(fake.subnet.timeNanoseconds == start + 3_000_000_000)
  }
}
