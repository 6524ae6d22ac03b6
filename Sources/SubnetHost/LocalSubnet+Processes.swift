import Candid
import CanisterProcess
import Engines
import Executions
import Foundation
import Subnet

/// The processes of the canisters.
extension LocalSubnet {
  /// Executes an entry point in the process of a canister.
  func execute(
    _ execution: Execution, _ configuration: Configuration, on id: Principal
  ) throws(SubnetError) -> Outcome {
    try execute(execution, configuration, on: id, in: try process(of: id))
  }

  /// The process of a canister that has code, started unless it runs already.
  func process(of id: Principal) throws(SubnetError) -> RunningCanister {
    if let process = processes[id] { return process }
    guard let identity = state.canisters[id]?.code?.identity else { throw .noProcess(id) }
    let process = try launch(try program(identity), for: id)
    processes[id] = process
    return process
  }

  private func program(_ identity: String) throws(SubnetError) -> CanisterProgram {
    if let program = programs[identity] { return program }
    guard let codeFinder else { throw .unknownCode(identity) }
    do {
      let code = try codeFinder(identity)
      provide(code)
      return code.program
    } catch {
      throw .notCompiled(reason: "\(error)")
    }
  }

  private func execute(
    _ execution: Execution, _ configuration: Configuration, on id: Principal,
    in process: RunningCanister
  ) throws(SubnetError) -> Outcome {
    do {
      let outcome = try process.execute(execution, configuration: configuration)
      try outcome.check(against: execution, configuration)
      note(outcome, of: id)
      return outcome
    } catch {
      throw .canisterLost(id, during: execution.task, error)
    }
  }

  /// Does something with the changes that a process holds.
  func settle(_ changes: HeldChanges, of id: Principal) throws(SubnetError) {
    do {
      try processes[id]?.expectDone(Request(changes))
    } catch {
      throw .canisterLost(id, during: "a composite query", error)
    }
  }

  /// Gives code to a canister, as a whole or not at all.
  func perform(_ change: CodeChange) throws(SubnetError) -> CodeChangeResult {
    guard let program = programs[change.code.identity] else {
      throw .unknownCode(change.code.identity)
    }
    if let last = change.preUpgrade {
      return try upgrade(from: try process(of: change.canister), last, to: program, change)
    }
    // Only one process at a time can have the canister's state, so the old one ends first; should
    // the new code fail, it is started again when it has something to execute.
    processes.removeValue(forKey: change.canister)?.connection.end(completesState: true)
    let (outcome, _) = try begin(program, change.first, on: change.canister)
    return .ended(preUpgrade: nil, first: outcome)
  }

  /// Passes the state from the old process to the new one.
  ///
  /// Even if the old code has no entry point for it, its process must be told, or else it keeps
  /// the state.
  private func upgrade(
    from old: RunningCanister, _ last: CodeChange.Step, to program: CanisterProgram,
    _ change: CodeChange
  ) throws(SubnetError) -> CodeChangeResult {
    let id = change.canister
    let outcome = try execute(last.execution, last.configuration, on: id, in: old)
    if outcome.hasFailed { return .ended(preUpgrade: outcome, first: nil) }
    var first = change.first
    first.execution.earlierInstructions = outcome.instructions
    do {
      let (result, new) = try begin(program, first, on: id)
      if new == nil {
        try expectDone(.rollback, of: old, id)
      } else {
        old.connection.end(completesState: false)
      }
      return .ended(preUpgrade: outcome, first: result)
    } catch {
      try expectDone(.rollback, of: old, id)
      throw error
    }
  }

  /// Starts a process and executes its first entry point; if that succeeds, it is the canister's.
  private func begin(
    _ program: CanisterProgram, _ first: CodeChange.Step, on id: Principal
  ) throws(SubnetError) -> (Outcome, RunningCanister?) {
    let new = try launch(program, for: id)
    do {
      let outcome = try execute(first.execution, first.configuration, on: id, in: new)
      if outcome.hasFailed {
        new.connection.end(completesState: false)
        return (outcome, nil)
      }
      try expectDone(.commit, of: new, id)
      processes[id] = new
      return (outcome, new)
    } catch {
      new.connection.end(completesState: false)
      throw error
    }
  }

  private func expectDone(
    _ request: Request, of process: RunningCanister, _ id: Principal
  ) throws(SubnetError) {
    do {
      try process.expectDone(request)
    } catch {
      throw .canisterLost(id, during: "installing code", error)
    }
  }

  /// Starts a process that goes on with a canister's state.
  func launch(
    _ program: CanisterProgram, for id: Principal
  ) throws(SubnetError) -> RunningCanister {
    let directory = stateDirectory(of: id)
    do {
      try StateFolder(path: directory).refuseLink()
    } catch {
      throw .stateDirectoryNotMade(directory, reason: "\(error)")
    }
    do {
      try FileManager.default.createDirectory(
        atPath: directory, withIntermediateDirectories: true)
    } catch {
      throw .stateDirectoryNotMade(directory, reason: error.localizedDescription)
    }
    do {
      let connection = try launcher.launch(program, stateDirectory: directory)
      return RunningCanister(
        connection: connection,
        witness: Witness(of: program, stateDirectory: directory, launcher: launcher))
    } catch {
      throw .canisterLost(id, during: "installing code", error)
    }
  }

  /// Ends the process of a canister and removes its state.
  func removeState(of id: Principal) {
    processes.removeValue(forKey: id)?.connection.end(completesState: false)
    try? FileManager.default.removeItem(atPath: stateDirectory(of: id))
  }

  /// Where the state of a canister is.
  func stateDirectory(of id: Principal) -> String { "\(stateDirectory)/\(id)" }
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

extension Execution {
  /// What is executed, in words.
  fileprivate var task: String {
    switch entry {
    case .install, .reinstall: "canister_init"
    case .preUpgrade: "canister_pre_upgrade"
    case .postUpgrade: "canister_post_upgrade"
    case .update, .replicatedQuery: "update \(method)"
    case .query, .compositeQuery: "query \(method)"
    case .inspectMessage: "canister_inspect_message for \(method)"
    case .heartbeat: "canister_heartbeat"
    case .globalTimer: "canister_global_timer"
    case .onLowWasmMemory: "canister_on_low_wasm_memory"
    case .replyCallback: "reply callback"
    case .rejectCallback: "reject callback"
    case .cleanupCallback: "cleanup callback"
    }
  }
}
