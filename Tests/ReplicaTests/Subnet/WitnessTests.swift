import Candid
import Canister
import Testing

@testable import Replica

/// Who is asked when a fault has hidden how much a message used.
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
    let id = fake.subnet.createCanister()
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
      Outcome(result: .error(code: 522, message: "limit"))
    }
    guard case .trap(let error) = report.result else {
      Issue.record("\(report.result)")
      return
    }
    #expect(error.code == 522)
  }

  /// Whoever can't confirm the failure is not believed, and need not be there.
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

  /// What a callback of a composite query begins with, only its own process has.
  @Test func callbacksOfCompositeQueriesHaveNone() throws {
    let launcher = FakeLauncher()
    launcher.behaviours["witness"] = { _ in Self.trap(9, isHidden: false) }
    let program = CanisterProgram(
      executablePath: "a", witness: CanisterProgram.Witness(executablePath: "witness"))
    let witness = try #require(
      Witness(of: program, stateDirectory: "/", launcher: launcher))
    var execution = Execution(
      entry: .replyCallback, timeNanoseconds: 0, caller: .anonymous)
    let configuration = Configuration(
      canister: .management, subnet: .management, cycleBalance: 0, status: .running, version: 0,
      controllers: [])
    #expect(witness.outcome(of: execution, configuration)?.instructions == 9)
    execution.continuesChanges = true
    #expect(witness.outcome(of: execution, configuration) == nil)
  }
}
