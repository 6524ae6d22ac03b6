import Candid
import CanisterProcess
import Engines
import Executions
import Subnet
import Synchronization

/// A canister on this machine: its code, its state, and its process while it has one.
///
/// The process starts when the canister is to execute something. It may end at any time between
/// executions, by itself or because others need its room, since each execution that succeeds is
/// committed. Several threads may use a canister; they wait for each other.
final class HostedCanister: Sendable {
  let id: Principal
  let folder: StateFolder
  let launcher: any CanisterLauncher
  let pool: ProcessPool
  /// When the canister was used last, by the pool's clock.
  let lastUse = Atomic<UInt64>(0)
  let code = Mutex(Code())

  /// What a canister executes, and where.
  struct Code {
    /// Nil while the canister is empty, or if it is not known yet.
    var program: CanisterProgram?
    /// The name by which the subnet knows the code.
    var identity: String?
    /// Nil while no process is needed.
    var process: RunningCanister?
  }

  /// A canister that has no code yet, or none that is known here.
  init(id: Principal, folder: StateFolder, launcher: any CanisterLauncher, pool: ProcessPool) {
    self.id = id
    self.folder = folder
    self.launcher = launcher
    self.pool = pool
  }

  deinit { pool.remove(self) }

  /// Executes an entry point.
  func execute(
    _ execution: Execution, _ configuration: Configuration
  ) throws(SubnetError) -> Outcome {
    try use { (code) throws(SubnetError) in
      try repeating(&code) { (code) throws(SubnetError) in
        try execute(execution, configuration, in: try process(of: &code), of: &code)
      }
    }
  }

  /// How good the code is that the canister was executed by last; nil without code.
  var tier: Tier? { code.withLock { $0.program?.tier } }

  /// Does something with the changes that the process holds, if they are not lost.
  func settle(_ changes: HeldChanges) throws(SubnetError) {
    try use { (code) throws(SubnetError) in
      guard let process = code.process, process.holds(changes) else { return }
      try expectDone(Request(changes), of: process, during: "a composite query", of: &code)
    }
  }

  /// The committed state, as the process tells it.
  func status() throws(SubnetError) -> InstanceStatus {
    try use { (code) throws(SubnetError) in
      try status(of: try process(of: &code), in: &code)
    }
  }

  /// Takes up the code to which the state belongs, unless that is known.
  func resume(
    _ identity: String, by program: () throws(SubnetError) -> CanisterProgram
  ) throws(SubnetError) {
    try code.withLock { (code) throws(SubnetError) in
      guard code.identity != identity else { return }
      let program = try program()
      end(&code, completesState: true)
      code = Code(program: program, identity: identity)
    }
  }

  /// Does something with the state while no process has it.
  func withStateAtRest<Failure>(
    _ body: (StateFolder) throws(Failure) -> Void
  ) throws(Failure) {
    try use { (code) throws(Failure) in
      end(&code, completesState: true)
      try body(folder)
    }
  }

  /// Ends the process, if there is one.
  func end(completesState: Bool) {
    use { code in end(&code, completesState: completesState) }
  }

  /// Ends the process to make room for others, unless it is in use or holds changes; whether there
  /// is none now.
  func park() -> Bool {
    code.withLockIfAvailable { code in
      guard code.process?.holdsChanges != true else { return false }
      end(&code, completesState: true)
      pool.remove(self)
      return true
    } ?? false
  }

  /// Ends the process and removes code and state.
  func empty() {
    use { code in
      end(&code, completesState: false)
      code = Code()
      folder.remove()
    }
  }

  /// Calls the body when nobody else uses the canister.
  func use<Result, Failure>(
    _ body: (inout sending Code) throws(Failure) -> sending Result
  ) throws(Failure) -> sending Result {
    pool.noteUse(of: self)
    return try code.withLock { (code) throws(Failure) in
      defer { if code.process == nil { pool.remove(self) } }
      return try body(&code)
    }
  }
}

/// For whoever uses a canister alone.
extension HostedCanister {
  /// The process, of the best program that is there; it is started if there is none.
  func process(of code: inout Code) throws(SubnetError) -> RunningCanister {
    if code.program?.successor?.program != nil, code.process?.holdsChanges != true {
      end(&code, completesState: true)
      code.program = code.program?.latest
    }
    if let process = code.process { return process }
    guard let program = code.program else { throw .noCode(id) }
    let process = try launch(program)
    code.process = process
    return process
  }

  /// Calls the body, and again if it is interrupted since better code has come, be it that of the
  /// canister or of a program that it is about to get: what is interrupted had no effect.
  func repeating<Result>(
    _ code: inout Code, beginning program: CanisterProgram? = nil,
    _ body: (inout Code) throws(SubnetError) -> Result
  ) throws(SubnetError) -> Result {
    while true {
      let programs = (code.program?.latest, program?.latest)
      do throws(SubnetError) {
        return try body(&code)
      } catch {
        guard error.isInterruption, programs != (code.program?.latest, program?.latest) else {
          throw error
        }
      }
    }
  }

  /// The committed state, as a process tells it.
  func status(
    of process: RunningCanister, in code: inout Code
  ) throws(SubnetError) -> InstanceStatus {
    do throws(ConnectionError) {
      guard case .status(let status) = try process.connection.respond(to: .status) else {
        throw .unexpectedResponse(expected: "a status")
      }
      return status
    } catch {
      throw lose(process, of: &code, during: "a look at its state", error)
    }
  }

  /// Starts a process that goes on with the canister's state.
  func launch(_ program: CanisterProgram) throws(SubnetError) -> RunningCanister {
    do {
      try folder.refuseLink()
      try folder.make()
    } catch {
      throw .stateNotMade(error)
    }
    pool.admit(self)
    do {
      return RunningCanister(
        connection: try launcher.launch(program, state: folder),
        witness: Witness(of: program, state: folder, launcher: launcher),
        successor: program.successor)
    } catch {
      throw .canisterLost(id, during: "its start", error)
    }
  }

  /// Executes an entry point in a process, which is lost if it does not do so.
  func execute(
    _ execution: Execution, _ configuration: Configuration, in process: RunningCanister,
    of code: inout Code
  ) throws(SubnetError) -> Outcome {
    do {
      let outcome = try process.execute(execution, configuration: configuration)
      try outcome.check(against: execution, configuration)
      return outcome
    } catch {
      throw lose(process, of: &code, during: execution.task, error)
    }
  }

  /// Sends a request that is answered by nothing more than that it is done.
  func expectDone(
    _ request: Request, of process: RunningCanister, during task: String, of code: inout Code
  ) throws(SubnetError) {
    do {
      try process.expectDone(request)
    } catch {
      throw lose(process, of: &code, during: task, error)
    }
  }

  /// Ends the process, if there is one.
  func end(_ code: inout Code, completesState: Bool) {
    code.process?.connection.end(completesState: completesState)
    code.process = nil
  }

  /// Gives a process up that has failed; the next one begins with the committed state.
  private func lose(
    _ process: RunningCanister, of code: inout Code, during task: String, _ error: ConnectionError
  ) -> SubnetError {
    process.connection.end(completesState: false)
    if code.process === process { code.process = nil }
    return .canisterLost(id, during: task, error)
  }
}

extension SubnetError {
  /// Whether a process has ended since it was told that better code is there, or says so.
  fileprivate var isInterruption: Bool {
    guard case .canisterLost(_, _, let error) = self else { return false }
    return error.isInterruption
  }
}

extension RunningCanister {
  /// Whether it has changes that no other process has.
  fileprivate var holdsChanges: Bool { hasPendingChanges || hasChangesAside }

  /// Whether it has those with which something is to be done.
  fileprivate func holds(_ changes: HeldChanges) -> Bool {
    switch changes {
    case .rollback, .setAside: hasPendingChanges
    case .discard: hasChangesAside
    }
  }
}

extension Request {
  fileprivate init(_ changes: HeldChanges) {
    self =
      switch changes {
      case .rollback: .rollback
      case .setAside: .setAside
      case .discard: .discard
      }
  }
}
