import Admission
import CanisterProcess
import Executions
import Candid
import Engines
import Foundation
import TestSupport

@testable import Subnet
@testable import SubnetHost

/// A canister played by a closure, at the other end of a connection.
final class FakeCanister: CanisterConnection {
  typealias Behaviour = (Execution) throws(ConnectionError) -> Outcome

  /// The path of the program.
  let name: String
  let behaviour: Behaviour
  /// What happens at a commit, if it is not just done.
  var commit: (() throws(ConnectionError) -> Void)?
  /// Whether it says that code is installed; the process ends instead if there is nothing to say.
  var isInstalled: (() -> Bool?)?
  var requests: [Request] = []
  var isClosed = false

  init(_ name: String, _ behaviour: @escaping Behaviour) {
    self.name = name
    self.behaviour = behaviour
  }

  func respond(to requests: [Request]) throws(ConnectionError) -> [Response] {
    var responses: [Response] = []
    for request in requests { responses.append(try answer(request)) }
    return responses
  }

  private func answer(_ request: Request) throws(ConnectionError) -> Response {
    precondition(!isClosed, "a closed connection was used")
    requests.append(request)
    switch request {
    case .execute(let execution): return .outcome(try behaviour(execution))
    case .commit:
      try commit?()
      return .done
    case .rollback, .configure, .setAside, .discard: return .done
    case .status:
      guard let isInstalled = isInstalled?() else { throw .ended(.signal(9)) }
      return .status(
        InstanceStatus(
          heapPages: 0, stablePages: 0, isInstalled: isInstalled, version: 0, globalTimer: 0,
          certifiedData: [], globals: []))
    }
  }

  func end(completesState: Bool) { isClosed = true }

  /// What happens when better code comes; the behaviour is to end as the process would.
  var interruption: @Sendable () -> Void = {}

  /// All requests but configurations, in short.
  var log: [String] {
    requests.compactMap { request in
      switch request {
      case .execute(let execution): "\(execution.entry)\(execution.holdsChanges ? " held" : "")"
      case .commit: "commit"
      case .rollback: "rollback"
      case .setAside: "set aside"
      case .discard: "discard"
      case .status: "status"
      case .configure: nil
      }
    }
  }

  var configurations: [Configuration] {
    requests.compactMap { request in
      if case .configure(let configuration) = request { configuration } else { nil }
    }
  }
}

/// Launches fakes by the path of their program.
///
/// Behaviours may share what they capture, so one executes at a time, unless all are made for
/// more.
final class FakeLauncher: CanisterLauncher, @unchecked Sendable {
  var behaviours: [String: FakeCanister.Behaviour] = [:]
  /// What canisters say of whether they are installed; nil if their processes end instead.
  var status: Bool? = true
  /// Is told of each that was launched, and where its state is.
  var didLaunch: (FakeCanister, StateFolder) -> Void = { _, _ in }
  /// What happens when the canister of a name commits.
  var commits: [String: (StateFolder) throws(ConnectionError) -> Void] = [:]
  var executesSideBySide = false
  /// All that were launched, in order.
  private(set) var launched: [FakeCanister] = []
  private let lock = NSRecursiveLock()

  /// The last that was launched with a name.
  func last(_ name: String) -> FakeCanister? { launched.last { $0.name == name } }

  func launch(
    _ program: CanisterProgram, state: StateFolder
  ) throws(ConnectionError) -> any CanisterConnection {
    guard let behaviour = behaviours[program.executablePath] else {
      throw .notStarted(executable: program.executablePath, reason: "no such fake")
    }
    let canister = FakeCanister(program.executablePath) {
      [unowned self] (execution) throws(ConnectionError) in
      guard !self.executesSideBySide else { return try behaviour(execution) }
      self.lock.lock()
      defer { self.lock.unlock() }
      return try behaviour(execution)
    }
    if let commit = commits[program.executablePath] {
      canister.commit = { () throws(ConnectionError) in try commit(state) }
    }
    canister.isInstalled = { [unowned self] in status }
    didLaunch(canister, state)
    lock.withLock { launched.append(canister) }
    return canister
  }
}

/// A subnet of fakes in a directory that is removed with it; where nothing is said, all is free.
final class FakeSubnet {
  let launcher = FakeLauncher()
  let subnet: LocalNetwork
  let directory = ScratchFolder()

  init(_ costSchedule: CostSchedule = .free, pool: ProcessPool = ProcessPool()) {
    subnet = LocalNetwork(launcher: launcher, stateDirectory: directory.path, pool: pool)
    try? subnet.configure { $0.costSchedule = costSchedule }
  }

  /// Creates and installs a canister.
  @discardableResult
  func add(
    _ name: String, methods: [String: CanisterMethodKind] = ["go": .update],
    systemMethods: Set<SystemMethod> = [], keepsHeap: Bool = false,
    _ behaviour: @escaping FakeCanister.Behaviour
  ) throws -> Principal {
    let id = try subnet.createCanister()
    let report = try subnet.install(
      code(
        name, methods: methods, systemMethods: systemMethods, keepsHeap: keepsHeap, behaviour),
      on: id, mode: .install, argument: [])
    precondition(report.result == .reply(ManagementMessage.emptyReply), "\(report.result)")
    return id
  }

  func code(
    _ name: String, methods: [String: CanisterMethodKind] = ["go": .update],
    systemMethods: Set<SystemMethod> = [], keepsHeap: Bool = false,
    _ behaviour: @escaping FakeCanister.Behaviour
  ) -> CanisterCode {
    launcher.behaviours[name] = behaviour
    return CanisterCode(
      program: CanisterProgram(executablePath: name),
      description: CodeDescription(
        identity: name, methods: methods, systemMethods: systemMethods, keepsHeap: keepsHeap))
  }

  /// Changes what stays of a canister.
  func change(_ id: Principal, _ change: (inout CanisterState) -> Void) throws {
    guard var canister = subnet.state.canisters[id] else { return }
    change(&canister)
    try subnet.apply(.adopt(id, canister))
  }

  /// Calls `go` of a canister.
  func go(_ id: Principal, _ argument: [UInt8] = []) throws -> MessageResult {
    try subnet.update(id, method: "go", argument: argument).result
  }
}

/// Messages of the management canister.
enum ManagementMessage {
  static let emptyReply = ManagementCanister.emptyReply

  static func record(canisterID id: Principal) -> [UInt8] {
    ManagementInterface.encode(
      arguments: [.record(["canister_id": .principal(id)])], of: "start_canister")
  }
}

extension Outcome {
  static func reply(_ bytes: [UInt8] = []) -> Outcome { Outcome(result: .reply(bytes)) }
  static let nothing = Outcome(result: .noResponse)
  static func trap(_ message: String) -> Outcome {
    Outcome(result: .error(ExecutionError(.trapped, message)))
  }

  static func calls(_ calls: OutgoingCall...) -> Outcome {
    var outcome = nothing
    outcome.calls = calls
    return outcome
  }
}
