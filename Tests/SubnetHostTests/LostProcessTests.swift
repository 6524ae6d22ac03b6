import Admission
import CanisterProcess
import Executions
import Candid
import Testing

@testable import Subnet
@testable import SubnetHost

/// Processes that end unexpectedly.
struct LostProcessTests {
  /// Argument 1 is the end.
  private static func fragile(_ execution: Execution) throws(ConnectionError) -> Outcome {
    if execution.argument == [1] { throw .ended(.signal(9)) }
    return .reply(execution.argument)
  }

  @Test func anotherProcessGoesOn() throws {
    let fake = FakeSubnet()
    let id = try fake.add("a", Self.fragile)
    #expect(
      throws: SubnetError.canisterLost(id, during: "update go", .ended(.signal(9)))
    ) { try fake.go(id, [1]) }
    #expect(fake.launcher.launched.map(\.isClosed) == [true])
    for _ in 0..<2 { #expect(try fake.go(id, [2]) == .reply([2])) }
    #expect(fake.launcher.launched.map(\.isClosed) == [true, false])
    #expect(fake.launcher.launched[1].log == ["update", "update"])
    // It is told how its canister looks.
    #expect(fake.launcher.launched[1].configurations.map(\.version) == [1, 2])
  }

  @Test func callersAreToldAndGoOn() throws {
    let fake = FakeSubnet()
    let callee = try fake.add("callee", Self.fragile)
    var answers: [Execution] = []
    let caller = try fake.add("caller") { execution in
      guard execution.entry == .update else {
        if execution.entry != .install { answers.append(execution) }
        return .reply()
      }
      return .calls(OutgoingCall(callee: callee, method: "go", payload: execution.argument))
    }
    #expect(throws: SubnetError.self) { try fake.go(caller, [1]) }
    #expect(try fake.go(caller, [2]) == .reply([]))
    #expect(answers.map(\.entry) == [.rejectCallback, .replyCallback])
    #expect(answers.first?.rejection?.message.contains("signal 9 ended it") == true)
    #expect(fake.subnet.state.contexts.isEmpty && fake.subnet.state.pendingCalls.isEmpty)
  }

  /// The process is lost while a query waits in it with its changes: these are lost, too.
  @Test func changesThatItHeldAreLost() throws {
    let fake = FakeSubnet()
    var own = Principal.anonymous
    own = try fake.add("a", methods: ["go": .compositeQuery, "get": .query]) {
      (execution) throws(ConnectionError) in
      switch execution.entry {
      case .compositeQuery:
        return .calls(OutgoingCall(callee: own, method: "get", payload: execution.argument))
      case .query where execution.argument == [1]: throw .ended(.exit(status: 3))
      case .install: return .nothing
      default: return .reply([7])
      }
    }
    #expect(throws: SubnetError.self) { try fake.subnet.query(own, method: "go", argument: [1]) }
    #expect(try fake.subnet.query(own, method: "go", argument: [2]).result == .reply([7]))
    // No process was told to go on with changes that it does not have, or to drop them.
    for canister in fake.launcher.launched.dropFirst().dropLast() { #expect(canister.log == []) }
    #expect(
      fake.launcher.launched.last?.log
        == [
          "compositeQuery held", "set aside", "query", "replyCallback held", "set aside",
          "discard",
        ])
    #expect(fake.subnet.state.queries.isEmpty)
  }

  @Test func oldCodeGoesOnAfterALostUpgrade() throws {
    let fake = FakeSubnet()
    let id = try fake.add("old", systemMethods: [.preUpgrade]) { _ in .reply([1]) }
    let new = fake.code("new") { (_) throws(ConnectionError) in throw .ended(.signal(9)) }
    #expect(throws: SubnetError.self) {
      try fake.subnet.install(new, on: id, mode: .upgrade, argument: [])
    }
    #expect(fake.launcher.launched.map(\.isClosed) == [false, true])
    #expect(try fake.go(id) == .reply([1]))
    #expect(throws: SubnetError.self) {
      try fake.subnet.install(new, on: id, mode: .reinstall, argument: [])
    }
    #expect(try fake.go(id) == .reply([1]))
    #expect(fake.launcher.launched.map(\.name) == ["old", "new", "new", "old"])
  }

  /// The process ends before it can tell that it has committed: the files tell whether it has.
  @Test(arguments: [true, false], [InstallationMode.install, .reinstall, .upgrade])
  func filesTellWhetherCodeWasCommitted(isCommitted: Bool, mode: InstallationMode) throws {
    let fake = FakeSubnet()
    let id =
      mode == .install
      ? try fake.subnet.createCanister() : try fake.add("old") { _ in .reply([1]) }
    let new = fake.code("new") { _ in .reply([2]) }
    let version = fake.subnet.version(of: id) + 1
    func commit(_ state: StateFolder) throws(ConnectionError) {
      let metadata = SnapshotMetadata(
        heapSizeBytes: 0, stableMemorySizeBytes: 0,
        canisterVersion: isCommitted ? version : version - 1, globals: [])
      try? Snapshot(path: state.path).restore(metadata, in: state, moduleHash: "new")
      throw .ended(.signal(9))
    }
    fake.launcher.commits["new"] = commit
    guard isCommitted else {
      #expect(throws: SubnetError.self) {
        try fake.subnet.install(new, on: id, mode: mode, argument: [])
      }
      #expect(fake.subnet.canister(id)?.code?.identity == (mode == .install ? nil : "old"))
      return
    }
    let report = try fake.subnet.install(new, on: id, mode: mode, argument: [])
    #expect(report.result == .reply(ManagementMessage.emptyReply))
    fake.launcher.commits["new"] = nil
    #expect(try fake.go(id) == .reply([2]))
    #expect(fake.launcher.launched.map(\.isClosed).dropLast().contains(false) == false)
  }
}
