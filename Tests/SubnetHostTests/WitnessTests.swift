import Admission
@testable import CanisterProcess
import Executions
import Candid
import Engines
import Testing

@testable import Subnet
@testable import SubnetHost

/// The process that repeats a message whose count a fault has hidden.
struct WitnessTests {
  private static func trap(_ instructions: UInt64, isHidden: Bool) -> Outcome {
    var outcome = Outcome.trap("heap out of bounds")
    outcome.instructions = instructions
    outcome.isCountHidden = isHidden
    outcome.durationNanoseconds = isHidden ? 7 : 1000
    return outcome
  }

  /// A subnet with a canister that ends all messages so, and a witness.
  private func subnet(
    _ outcome: Outcome, witness: @escaping FakeCanister.Behaviour
  ) throws -> (FakeSubnet, MessageReport) {
    let fake = FakeSubnet()
    fake.launcher.behaviours["witness"] = witness
    var code = fake.code("a") { $0.entry == .install ? .nothing : outcome }
    code.program = CanisterProgram(
      executablePath: "a", witness: CanisterProgram.Witness(executablePath: "witness"))
    let id = try fake.subnet.createCanister()
    _ = try fake.subnet.install(code, on: id, mode: .install, argument: [])
    return (fake, try fake.subnet.update(id, method: "go", argument: [3]))
  }

  @Test func witnessTellsWhatIsHidden() throws {
    let (fake, report) = try subnet(Self.trap(5, isHidden: true)) { execution in
      Self.trap(40 + UInt64(execution.argument[0]), isHidden: false)
    }
    #expect(report.activity.instructions == 43 && report.activity.countsAllInstructions)
    #expect(report.activity.durationNanoseconds == 7)
    let witness = fake.launcher.launched[1]
    #expect(witness.log == ["update"] && witness.isClosed)
    #expect(witness.configurations == fake.launcher.launched[0].configurations.suffix(1))
  }

  @Test func nobodyIsAskedWithoutNeed() throws {
    let (fake, report) = try subnet(Self.trap(5, isHidden: false)) { _ in .reply() }
    #expect(report.activity.instructions == 5)
    #expect(fake.launcher.launched.count == 1)
  }

  /// A limit that comes before the fault counts.
  @Test func witnessTellsTheError() throws {
    let (_, report) = try subnet(Self.trap(5, isHidden: true)) { _ in
      Outcome(result: .error(ExecutionError(.instructionLimit, "5")))
    }
    guard case .trap(let error) = report.result else {
      Issue.record("\(report.result)")
      return
    }
    #expect(error.code == 522)
  }

  /// A witness that does not confirm the failure is ignored, and is optional.
  @Test(arguments: [true, false])
  func failureStaysWithoutConfirmation(isThere: Bool) throws {
    let (fake, report) = try subnet(Self.trap(5, isHidden: true)) {
      (_) throws(ConnectionError) -> Outcome in
      guard isThere else { throw .refused("the state is away") }
      return .reply([1])
    }
    #expect(report.activity.instructions == 5 && !report.activity.countsAllInstructions)
    guard case .trap(let error) = report.result else {
      Issue.record("\(report.result)")
      return
    }
    #expect(error.code == 502)
    #expect(fake.launcher.launched[1].isClosed)
  }

  /// What a callback of a composite query begins with, its own process has from what it was asked
  /// before; so the witness is asked the same.
  @Test func callbacksOfCompositeQueriesAreRepeatedWithAllBefore() throws {
    let fake = FakeSubnet()
    var own = Principal.anonymous
    func behaviour(_ execution: Execution, isWitness: Bool) -> Outcome {
      switch execution.entry {
      case .compositeQuery: .calls(OutgoingCall(callee: own, method: "get"))
      case .query: .reply([1])
      case .replyCallback: Self.trap(isWitness ? 40 : 5, isHidden: !isWitness)
      default: .nothing
      }
    }
    fake.launcher.behaviours["witness"] = { behaviour($0, isWitness: true) }
    var code = fake.code("a", methods: ["go": .compositeQuery, "get": .query]) {
      behaviour($0, isWitness: false)
    }
    code.program = CanisterProgram(
      executablePath: "a", witness: CanisterProgram.Witness(executablePath: "witness"))
    own = try fake.subnet.createCanister()
    _ = try fake.subnet.install(code, on: own, mode: .install, argument: [])
    for _ in 0..<2 {
      let before = fake.launcher.launched.count
      let report = try fake.subnet.query(own, method: "go", argument: [])
      #expect(report.activity.instructions == 40 && report.activity.countsAllInstructions)
      let witness = fake.launcher.launched[before]
      #expect(
        witness.log == ["compositeQuery held", "set aside", "query", "replyCallback held"])
    }
  }

  /// What was not remembered can't be repeated.
  @Test func historyIsLimited() throws {
    var execution = Execution(entry: .compositeQuery, timeNanoseconds: 0, caller: .anonymous)
    execution.holdsChanges = true
    let configuration = Configuration(
      canister: .management, subnet: .management, cycleBalance: 0, status: .running, version: 0,
      controllers: [])
    var history = HeldHistory(isToBeRepeated: true)
    history.add(execution, configuration, hasFailed: false)
    #expect(history.requests == [.configure(configuration), .execute(execution)])
    history.add(.setAside)
    execution.argument = [UInt8](repeating: 0, count: 65 << 20)
    history.add(execution, configuration, hasFailed: false)
    #expect(history.requests == nil)
    let launcher = FakeLauncher()
    let program = CanisterProgram(
      executablePath: "a", witness: CanisterProgram.Witness(executablePath: "witness"))
    let witness = try #require(
      Witness(of: program, state: StateFolder(path: "/"), launcher: launcher))
    #expect(witness.outcome(of: execution, configuration, after: history.requests) == nil)
    #expect(launcher.launched.isEmpty)
    history.add(.rollback)
    history.add(.discard)
    #expect(history.requests == [])
  }
}
