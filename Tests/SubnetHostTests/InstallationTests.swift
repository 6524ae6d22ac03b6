import Admission
import Executions
import Candid
import Engines
import Testing

@testable import Subnet
@testable import SubnetHost

struct InstallationTests {
  static let ok = MessageResult.reply(Array("DIDL".utf8) + [0, 0])

  @Test func creation() throws {
    let fake = FakeSubnet()
    #expect(try fake.subnet.createCanister().description == "rwlgt-iiaaa-aaaaa-aaaaa-cai")
    try fake.subnet.createCanister(id: Principal(canisterIndex: 1))
    #expect(try fake.subnet.createCanister() == Principal(canisterIndex: 2))
  }

  @Test func installationIsCommittedWhenInitSucceeds() throws {
    let fake = FakeSubnet()
    let id = try fake.add("a") { _ in .nothing }
    #expect(fake.launcher.launched[0].log == ["install held", "commit"])
    let again = try fake.subnet.install(
      fake.code("a") { _ in .nothing }, on: id, mode: .install, argument: [])
    #expect(again.result == .reject(.notEmpty(id)))
  }

  @Test func failedInstallationLeavesTheCanisterEmpty() throws {
    let fake = FakeSubnet()
    let id = try fake.subnet.createCanister()
    let code = fake.code("a") { _ in .trap("so") }
    let report = try fake.subnet.install(code, on: id, mode: .install, argument: [])
    guard case .trap(let error) = report.result else {
      Issue.record("no trap")
      return
    }
    #expect(error.code == 502)
    #expect(fake.launcher.launched[0].isClosed)
    #expect(try fake.go(id) == .reject(.noModule(id)))
  }

  @Test func upgradesPassThroughBothProcesses() throws {
    let fake = FakeSubnet()
    let id = try fake.add("old", systemMethods: [.preUpgrade]) { _ in .reply([1]) }
    let new = fake.code("new") { _ in .reply([2]) }
    #expect(try fake.subnet.install(new, on: id, mode: .upgrade, argument: [7]).result == Self.ok)
    let (old, successor) = (fake.launcher.launched[0], fake.launcher.launched[1])
    #expect(old.log.dropFirst(2) == ["preUpgrade held"] && old.isClosed)
    #expect(successor.log == ["postUpgrade held", "commit"] && !successor.isClosed)
    #expect(old.configurations.last?.version == 1)
    #expect(successor.configurations.map(\.version) == [2])
    #expect(try fake.go(id) == .reply([2]))
  }

  @Test func preUpgradeThatTrapsKeepsTheOldCode() throws {
    let fake = FakeSubnet()
    let id = try fake.add("old", systemMethods: [.preUpgrade]) { execution in
      execution.entry == .preUpgrade ? .trap("so") : .reply([1])
    }
    let new = fake.code("new") { _ in .reply([2]) }
    guard case .trap = try fake.subnet.install(new, on: id, mode: .upgrade, argument: []).result
    else {
      Issue.record("no trap")
      return
    }
    #expect(fake.launcher.launched.count == 1)
    #expect(try fake.go(id) == .reply([1]))
  }

  @Test func postUpgradeThatTrapsRollsTheOldCodeBack() throws {
    let fake = FakeSubnet()
    let id = try fake.add("old", systemMethods: [.preUpgrade]) { _ in .reply([1]) }
    let new = fake.code("new") { _ in .trap("so") }
    guard case .trap = try fake.subnet.install(new, on: id, mode: .upgrade, argument: []).result
    else {
      Issue.record("no trap")
      return
    }
    #expect(fake.launcher.launched[0].log.suffix(2) == ["preUpgrade held", "rollback"])
    #expect(fake.launcher.launched[1].isClosed)
    #expect(try fake.go(id) == .reply([1]))
  }

  @Test func codeThatCannotBeLaunchedRollsTheOldCodeBack() throws {
    let fake = FakeSubnet()
    let id = try fake.add("old", systemMethods: [.preUpgrade]) { _ in .reply([1]) }
    let new = CanisterCode(
      program: CanisterProgram(executablePath: "missing"),
      description: CodeDescription(identity: "missing"))
    #expect(throws: SubnetError.self) {
      try fake.subnet.install(new, on: id, mode: .upgrade, argument: [])
    }
    #expect(fake.launcher.launched[0].log.last == "rollback")
    #expect(try fake.go(id) == .reply([1]))
  }

  @Test func enhancedOrthogonalPersistenceKeepsTheHeap() throws {
    let fake = FakeSubnet()
    let id = try fake.add("old", keepsHeap: true) { _ in .nothing }
    let forgetful = fake.code("forgetful") { _ in .nothing }
    #expect(
      try fake.subnet.install(forgetful, on: id, mode: .upgrade, argument: []).result
        == .reject(.missingUpgradeOption))
    let new = fake.code("new", keepsHeap: true) { execution in
      #expect(execution.keepsHeap)
      return .nothing
    }
    let keeping = UpgradeOptions(keepsHeap: true)
    #expect(
      try fake.subnet.install(new, on: id, mode: .upgrade, argument: [], options: keeping).result
        == Self.ok)
  }

  @Test func theHeapIsReplacedUnlessTheOldCodeWantsItKept() throws {
    let fake = FakeSubnet()
    let id = try fake.add("old") { _ in .nothing }
    let new = fake.code("new", keepsHeap: true) { execution in
      #expect(!execution.keepsHeap && !execution.replacesHeap)
      return .nothing
    }
    #expect(try fake.subnet.install(new, on: id, mode: .upgrade, argument: []).result == Self.ok)
  }

  @Test func reinstallationReplacesTheProcess() throws {
    let fake = FakeSubnet()
    let id = try fake.add("old", systemMethods: [.preUpgrade]) { _ in .reply([1]) }
    let failing = fake.code("failing") { _ in .trap("so") }
    guard
      case .trap = try fake.subnet.install(failing, on: id, mode: .reinstall, argument: []).result
    else {
      Issue.record("no trap")
      return
    }
    // The old code again, in a new process.
    #expect(try fake.go(id) == .reply([1]))
    #expect(fake.launcher.launched.map(\.isClosed) == [true, true, false])
    let new = fake.code("new") { _ in .reply([2]) }
    #expect(try fake.subnet.install(new, on: id, mode: .reinstall, argument: []).result == Self.ok)
    #expect(fake.launcher.launched[3].log == ["reinstall held", "commit"])
    #expect(try fake.go(id) == .reply([2]))
  }

  @Test func upgradesNeedCode() throws {
    let fake = FakeSubnet()
    let code = fake.code("a") { _ in .nothing }
    let id = try fake.subnet.createCanister()
    #expect(
      try fake.subnet.install(code, on: id, mode: .upgrade, argument: []).result
        == .reject(.noModule(id)))
    let nobody = Principal(canisterIndex: 5)
    #expect(
      try fake.subnet.install(code, on: nobody, mode: .install, argument: []).result
        == .reject(.canisterNotFound(nobody)))
  }

  @Test func onlyControllersMayInstall() throws {
    let fake = FakeSubnet()
    let id = try fake.add("a") { _ in .nothing }
    fake.subnet.sender = Principal(canisterIndex: 9)
    let code = fake.code("a") { _ in .nothing }
    guard
      case .reject(let error) = try fake.subnet.install(
        code, on: id, mode: .upgrade, argument: []
      ).result
    else {
      Issue.record("no rejection")
      return
    }
    #expect(
      error.text == """
        IC0512: Only the controllers of the canister \(id) can control it.
        Canister's controllers: 2vxsx-fae \(id)
        Sender's ID: \(Principal(canisterIndex: 9))
        Execute this call from a controller of the target canister or add the current caller as a \
        controller. See documentation: \
        https://internetcomputer.org/docs/current/references/execution-errors#invalid-controller
        """)
  }
}
