import Admission
import Executions
import Candid
import Testing

@testable import Subnet
@testable import SubnetHost

/// Timers, heartbeats, and the management canister.
struct SystemTaskTests {

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
    try fake.subnet.setTime(nanoseconds: fake.subnet.timeNanoseconds + 10)
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

  /// The installation of code comes before the tasks of its round, a call after them; of several
  /// tasks a due timer comes first.
  @Test func eachRoundHasItsTasks() throws {
    let fake = FakeSubnet()
    let start = fake.subnet.timeNanoseconds
    let id = try fake.add("a", systemMethods: [.heartbeat, .globalTimer]) { execution in
      guard execution.entry == .install || execution.entry == .globalTimer else { return .reply() }
      var outcome = Outcome.nothing
      outcome.globalTimer = execution.entry == .install ? start : 0
      return outcome
    }
    _ = try fake.go(id)
    _ = try fake.subnet.tick(rounds: 2)
    let canister = fake.launcher.launched[0]
    #expect(
      canister.log == [
        "install held", "commit", "globalTimer", "heartbeat", "heartbeat", "update", "heartbeat",
        "heartbeat",
      ])
    #expect(fake.subnet.timeNanoseconds == start + 1)
    try fake.subnet.configure { $0.runsSystemTasks = false }
    _ = try fake.go(id)
    #expect(canister.log.suffix(2) == ["heartbeat", "update"])
  }

  @Test func aTickTellsWhatFailed() throws {
    let fake = FakeSubnet()
    try fake.add("a", systemMethods: [.heartbeat]) { execution in
      execution.entry == .heartbeat ? .trap("so") : .nothing
    }
    guard case .trap(let error) = try fake.subnet.tick().result else {
      Issue.record("no trap")
      return
    }
    #expect(error.code == 502)
  }

  /// `go` asks for random bytes until ten heartbeats have run: as Motoko's programs yield.
  @Test func randomnessComesInTheNextRound() throws {
    let fake = FakeSubnet()
    var beats = 0
    var drawn: Set<[UInt8]> = []
    let id = try fake.add("a", systemMethods: [.heartbeat]) { execution in
      switch execution.entry {
      case .install: return .nothing
      case .heartbeat:
        beats += 1
        return .nothing
      default:
        if execution.entry == .replyCallback { drawn.insert(execution.argument) }
        return beats >= 10
          ? .reply()
          : .calls(
            OutgoingCall(
              callee: .management, method: "raw_rand", payload: ManagementMessage.emptyReply))
      }
    }
    #expect(try fake.go(id) == .reply([]))
    #expect(beats == 10 && drawn.count == 8)
    let head = Array("DIDL".utf8) + [1, 0x6D, 0x7B, 1, 0, 32]
    for bytes in drawn { #expect(bytes.count == 42 && bytes.starts(with: head)) }
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
      try subnet.update(.management, method: "dance", argument: []).result
        == .reject(.unknownManagementMethod("dance")))
    #expect(
      try subnet.update(.management, method: "raw_rand", argument: []).result
        == .reject(.notCallableByUsers("raw_rand")))
    guard
      case .reject(let error) = try subnet.update(
        .management, method: "stop_canister", argument: [1]
      ).result
    else {
      Issue.record("an argument was made of one byte")
      return
    }
    #expect(error.text.hasPrefix("IC0408: Failed to parse payload for ic00 method stop_canister: "))
    let nobody = Principal(canisterIndex: 5)
    #expect(
      try subnet.update(
        .management, method: "stop_canister",
        argument: ManagementMessage.record(canisterID: nobody)
      ).result == .reject(.canisterNotFound(nobody)))
  }
}
