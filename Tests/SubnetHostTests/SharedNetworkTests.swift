import Admission
import CanisterProcess
import Candid
import Engines
import Executions
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Subnet
@testable import SubnetHost

/// Subnets that several tasks use.
struct SharedNetworkTests {
  private static let id = Principal(canisterIndex: 0)

  /// A subnet with a canister of this behaviour.
  private final class Fixture: Sendable {
    let fake: FakeLauncher
    let subnet: SharedNetwork
    let folder = ScratchFolder()
    let troubles = Troubles()

    final class Troubles: Sendable {
      private let list = Mutex<[SubnetError]>([])
      var all: [SubnetError] { list.withLock { $0 } }
      func add(_ error: SubnetError) { list.withLock { $0.append(error) } }
    }

    init(
      pool: ProcessPool = ProcessPool(), systemMethods: Set<SystemMethod> = [],
      _ behaviour: @escaping FakeCanister.Behaviour
    ) async throws {
      let launcher = FakeLauncher()
      launcher.behaviours["a"] = behaviour
      fake = launcher
      let troubles = troubles
      subnet = SharedNetwork(
        launcher: launcher, stateDirectory: folder.path, pool: pool, report: { troubles.add($0) })
      let code = CanisterCode(
        program: .init(executablePath: "a"),
        description: CodeDescription(
          identity: "a", methods: ["go": .update, "get": .query], systemMethods: systemMethods))
      let result = try await subnet.use { subnet in
        try subnet.createCanister()
        return try subnet.install(code, on: SharedNetworkTests.id, mode: .install, argument: [])
          .result
      }
      try #require(result == .reply(ManagementMessage.emptyReply))
    }

    func call(_ argument: [UInt8]) async throws -> SharedNetwork.MessageStatus {
      let number = try await subnet.submit(SharedNetworkTests.message("go", argument))
      return try await subnet.answer(to: number)
    }
  }

  private static func message(_ method: String, _ argument: [UInt8] = []) -> IngressMessage {
    IngressMessage(sender: .anonymous, canister: id, method: method, argument: argument)
  }

  @Test func messagesAreExecutedInRounds() async throws {
    let fixture = try await Fixture { .reply($0.argument) }
    let subnet = fixture.subnet
    let number = try await subnet.submit(Self.message("go", [1]))
    #expect(await subnet.status(of: number) == .processing)
    let time = await subnet.timeNanoseconds
    try await subnet.tick()
    #expect(await subnet.timeNanoseconds == time + 1)
    for _ in 0..<2 { #expect(await subnet.status(of: number) == .answered(.reply([1]))) }
    await subnet.forget(number)
    #expect(await subnet.status(of: number) == .unknown)
    #expect(try await subnet.answer(to: MessageNumber(value: 99)) == .unknown)
    #expect(try await subnet.query(Self.message("get", [2])) == .reply([2]))
  }

  @Test func manyTasksWaitAtOnce() async throws {
    let fixture = try await Fixture { .reply($0.argument) }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for index in UInt8(0)..<100 {
        group.addTask {
          let answer = try await fixture.call([index])
          #expect(answer == .answered(.reply([index])))
          let query = try await fixture.subnet.query(Self.message("get", [index]))
          #expect(query == .reply([index]))
        }
      }
      try await group.waitForAll()
    }
  }

  /// Executions that wait occupy no thread of others: there are more subnets than processors, and
  /// all of them are in the midst of an execution before the first one goes on.
  @Test func subnetsWaitSideBySide() async throws {
    let count = 30
    let others = DispatchGroup()
    for _ in 0..<count { others.enter() }
    let pool = ProcessPool()
    var fixtures: [Fixture] = []
    for _ in 0..<count {
      fixtures.append(
        try await Fixture(pool: pool) { execution in
          guard execution.entry == .update else { return .nothing }
          others.leave()
          return others.wait(timeout: .now() + 60) == .success ? .reply() : .trap("alone")
        })
    }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for fixture in fixtures {
        group.addTask {
          let answer = try await fixture.call([])
          #expect(answer == .answered(.reply([])))
        }
      }
      try await group.waitForAll()
    }
  }

  @Test func othersDoNotNoticeALostProcess() async throws {
    let fixture = try await Fixture { (execution) throws(ConnectionError) in
      if execution.argument == [1] { throw .ended(.signal(9)) }
      return .reply(execution.argument)
    }
    let lost = try await fixture.subnet.submit(Self.message("go", [1]))
    let other = try await fixture.subnet.submit(Self.message("go", [2]))
    #expect(try await fixture.subnet.answer(to: other) == .answered(.reply([2])))
    guard case .answered(.trap(let error)) = await fixture.subnet.status(of: lost) else {
      Issue.record("it was not lost")
      return
    }
    #expect(error.code == 521 && error.text.contains("signal 9 ended it"))
    #expect(
      fixture.troubles.all
        == [.canisterLost(Self.id, during: "update go", .ended(.signal(9)))])
  }

  @Test func whoeverIsCancelledStopsWaiting() async throws {
    // Calls itself for ever, so there is never an answer.
    let fixture = try await Fixture { execution in
      execution.entry == .install
        ? .nothing : .calls(OutgoingCall(callee: .management, method: "deposit_cycles"))
    }
    let number = try await fixture.subnet.submit(Self.message("go"))
    let task = Task { try await fixture.subnet.answer(to: number, rounds: .max) }
    for _ in 0..<10 { try await fixture.subnet.tick() }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(try await fixture.subnet.answer(to: number, rounds: 3) == .processing)
  }

  @Test func endedSubnetsRefuse() async throws {
    let fixture = try await Fixture { .reply($0.argument) }
    await fixture.subnet.end(completesState: true)
    #expect(fixture.fake.launched.map(\.isClosed) == [true])
    await #expect(throws: SubnetError.ended) { try await fixture.call([]) }
    await #expect(throws: SubnetError.ended) {
      try await fixture.subnet.use { try $0.createCanister() }
    }
  }
}
