import Candid
import CanisterProcess
import CanisterRuntime
import Engines
import Executions
import Subnet
import Testing

@testable import SubnetHost

/// A canister goes over to better code, and nobody sees a difference.
@Suite struct SuccessorTests {
  /// A canister of slow code, and the place of its fast code.
  private struct Pair {
    let fake = FakeSubnet()
    let successor = Successor()
    let id: Principal

    init(_ slow: @escaping FakeCanister.Behaviour) throws {
      var code = fake.code("slow", slow)
      code.program.successor = successor
      fake.launcher.behaviours["fast"] = { _ in .reply([2]) }
      id = try fake.subnet.createCanister()
      let report = try fake.subnet.install(code, on: id, mode: .install, argument: [])
      #expect(report.result == .reply(ManagementMessage.emptyReply))
    }

    static let fast = CanisterProgram(executablePath: "fast")

    /// What the processes were asked to execute, in the order of their starts.
    var logs: [[String]] { fake.launcher.launched.map(\.log) }
  }

  private static let interrupted = ConnectionError.ended(.exit(status: RT_INTERRUPTED_STATUS))

  @Test func betterCodeTakesOverBetweenTwoMessages() throws {
    let pair = try Pair { execution in execution.entry == .update ? .reply([1]) : .nothing }
    #expect(try pair.fake.go(pair.id) == .reply([1]))
    pair.successor.take(Pair.fast)
    #expect(try pair.fake.go(pair.id) == .reply([2]))
    #expect(pair.fake.launcher.launched.map(\.isClosed) == [true, false])
    #expect(pair.logs.last == ["update"])
  }

  @Test func aMessageThatIsInterruptedBeginsAgain() throws {
    var successor: Successor?
    let pair = try Pair { (execution) throws(ConnectionError) in
      guard execution.entry == .update else { return .nothing }
      successor?.take(Pair.fast)
      throw Self.interrupted
    }
    successor = pair.successor
    #expect(try pair.fake.go(pair.id) == .reply([2]))
    #expect(pair.fake.launcher.launched.map(\.name) == ["slow", "fast"])
  }

  /// A process that ends in this way although no better code is there has simply failed.
  @Test func onlyBetterCodeInterrupts() throws {
    let pair = try Pair { (execution) throws(ConnectionError) in
      guard execution.entry == .update else { return .nothing }
      throw Self.interrupted
    }
    #expect(throws: SubnetError.canisterLost(pair.id, during: "update go", Self.interrupted)) {
      try pair.fake.go(pair.id)
    }
  }

  @Test func anInstallationThatIsInterruptedBeginsAgain() throws {
    let fake = FakeSubnet()
    let successor = Successor()
    let id = try fake.add("old") { _ in .nothing }
    var code = fake.code("slow") { (execution) throws(ConnectionError) in
      successor.take(Pair.fast)
      throw Self.interrupted
    }
    code.program.successor = successor
    fake.launcher.behaviours["fast"] = { execution in
      execution.entry == .update ? .reply([2]) : .nothing
    }
    let report = try fake.subnet.install(code, on: id, mode: .upgrade, argument: [])
    #expect(report.result == .reply(ManagementMessage.emptyReply))
    #expect(report.activity.tiers == [.best])
    #expect(fake.launcher.launched.map(\.name) == ["old", "slow", "fast"])
    #expect(fake.launcher.launched[0].log.contains("rollback"))
    #expect(try fake.go(id) == .reply([2]))
  }

  @Test func whoIsExecutedIsTold() throws {
    let successor = Successor()
    var calls = 0
    successor.watch(by: { [calls] in _ = calls }) { calls += 1 }
    #expect(calls == 1 && successor.program == nil)
    successor.take(Pair.fast)
    #expect(successor.program == Pair.fast)
  }
}
