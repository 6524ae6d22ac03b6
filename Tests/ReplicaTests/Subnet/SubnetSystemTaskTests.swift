import Candid
import Canister
import Testing

@testable import Replica

/// Timers, heartbeats, and the management canister.
struct SubnetSystemTaskTests {
  /// `go` sets the global timer to its argument plus the start time.
  static func addTimer(to fake: FakeSubnet, fires: Outcome) throws -> Principal {
    let start = fake.subnet.timeNanoseconds
    return try fake.add("a", systemMethods: [.globalTimer]) { execution in
      var outcome = Outcome.reply()
      if execution.entry == .update {
        outcome.globalTimer = execution.argument.first.map { start + UInt64($0) } ?? 0
      }
      return execution.entry == .globalTimer ? fires : outcome
    }
  }

  @Test func timersFireOnceWhenDue() throws {
    let fake = FakeSubnet()
    let id = try Self.addTimer(to: fake, fires: .nothing)
    #expect(try fake.subnet.fireDueTimers() == nil)
    _ = try fake.go(id, [10])
    #expect(try fake.subnet.fireDueTimers() == nil)
    fake.subnet.timeNanoseconds += 10
    #expect(try fake.subnet.fireDueTimers()?.result == .ok)
    #expect(try fake.subnet.fireDueTimers() == nil)
    #expect(fake.launcher.launched[0].log.suffix(1) == ["globalTimer"])
  }

  @Test func timersCanBeSwitchedOff() throws {
    let fake = FakeSubnet()
    let id = try Self.addTimer(to: fake, fires: .nothing)
    _ = try fake.go(id, [0])
    _ = try fake.go(id)
    #expect(try fake.subnet.fireDueTimers() == nil)
  }

  @Test func failedTimersAreReported() throws {
    let fake = FakeSubnet()
    let id = try Self.addTimer(to: fake, fires: .trap("so"))
    _ = try fake.go(id, [0])
    guard case .trap(let error)? = try fake.subnet.fireDueTimers()?.result else {
      Issue.record("no trap")
      return
    }
    #expect(error.code == 502)
  }

  @Test func codeChangesSwitchTimersOff() throws {
    let fake = FakeSubnet()
    let id = try Self.addTimer(to: fake, fires: .nothing)
    _ = try fake.go(id, [0])
    let new = fake.code("new", systemMethods: [.globalTimer]) { _ in .nothing }
    _ = try fake.subnet.install(new, on: id, mode: .upgrade, argument: [])
    #expect(try fake.subnet.fireDueTimers() == nil)
  }

  @Test func heartbeatsBeatWhileSomebodyWaits() throws {
    let fake = FakeSubnet()
    var isAwake = false
    let id = Principal(canisterIndex: 0)
    let methods: [String: CanisterMethodKind] = ["go": .update, "self": .update]
    try fake.add("a", methods: methods, systemMethods: [.heartbeat]) { execution in
      switch execution.entry {
      case .heartbeat:
        isAwake = true
        return .nothing
      case .update where execution.method == "self": return .reply()
      default:
        return isAwake || execution.entry == .install
          ? .reply() : .calls(OutgoingCall(callee: id, method: "self"))
      }
    }
    #expect(try fake.go(id) == .reply([]))
    #expect(isAwake)
  }

  @Test func stoppingAndStarting() throws {
    let fake = FakeSubnet()
    let id = try fake.add("a") { _ in .reply() }
    let message = ManagementMessage.record(canisterID: id)
    let empty = MessageResult.reply(ManagementMessage.emptyReply)
    func manage(_ method: String) throws -> MessageResult {
      try fake.subnet.update(.management, method: method, argument: message).result
    }
    #expect(try manage("stop_canister") == empty)
    #expect(try fake.go(id) == .reject(.notRunning(id, .stopped)))
    #expect(try manage("stop_canister") == empty)
    #expect(try manage("start_canister") == empty)
    #expect(try fake.go(id) == .reply([]))
    fake.subnet.sender = Principal(canisterIndex: 9)
    guard case .reject(let error) = try manage("stop_canister") else {
      Issue.record("no rejection")
      return
    }
    #expect(error.code == 512)
  }

  @Test func whatIsNotThereIsRefusedClearly() throws {
    let fake = FakeSubnet()
    let subnet = fake.subnet
    #expect(
      try subnet.update(.management, method: "raw_rand", argument: []).result
        == .reject(.unknownManagementMethod("raw_rand")))
    #expect(
      try subnet.update(.management, method: "stop_canister", argument: [1]).result
        == .reject(.invalidManagementPayload("stop_canister")))
    let nobody = Principal(canisterIndex: 5)
    #expect(
      try subnet.update(
        .management, method: "stop_canister",
        argument: ManagementMessage.record(canisterID: nobody)
      ).result == .reject(.canisterNotFound(nobody)))
  }

  @Test func recordsSurviveARoundTrip() {
    let id = Principal(canisterIndex: 3)
    let bytes = ManagementMessage.record(canisterID: id)
    #expect(ManagementMessage.canisterID(inRecord: bytes) == id)
    for size in 0..<bytes.count {
      #expect(ManagementMessage.canisterID(inRecord: Array(bytes.prefix(size))) == nil)
    }
    #expect(ManagementMessage.canisterID(inRecord: bytes + [0]) == nil)
  }
}
