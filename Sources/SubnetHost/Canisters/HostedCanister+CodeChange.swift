import CanisterProcess
import Engines
import Executions
import Subnet

/// Code coming to a canister.
extension HostedCanister {
  /// Gives the canister other code, as a whole or not at all.
  ///
  /// In an upgrade the old process hands its state to the new one, and goes on if that fails. Even
  /// if the old code has no entry point for it, its process must be told, or else it keeps the
  /// state. Otherwise it ends first, since only one process at a time can have the state.
  func perform(
    _ change: CodeChange, to program: CanisterProgram
  ) throws(SubnetError) -> CodeChangeResult {
    try use { (code) throws(SubnetError) in
      try repeating(&code, beginning: program) { (code) throws(SubnetError) in
        try perform(change, to: program, of: &code)
      }
    }
  }

  private func perform(
    _ change: CodeChange, to program: CanisterProgram, of code: inout Code
  ) throws(SubnetError) -> CodeChangeResult {
    var first = change.first
    var preUpgrade: Outcome?
    if let last = change.preUpgrade {
      let old = try process(of: &code)
      let outcome = try execute(last.execution, last.configuration, in: old, of: &code)
      if outcome.hasFailed { return .ended(preUpgrade: outcome, first: nil) }
      first.execution.earlierInstructions = outcome.instructions
      preUpgrade = outcome
    } else {
      end(&code, completesState: true)
    }
    do throws(SubnetError) {
      let outcome = try begin(program, change.code, first, of: &code)
      if outcome.hasFailed { rollBack(&code) }
      return .ended(preUpgrade: preUpgrade, first: outcome)
    } catch {
      rollBack(&code)
      throw error
    }
  }

  /// Starts a process and executes its first entry point; if that succeeds, it is the canister's.
  private func begin(
    _ program: CanisterProgram, _ description: CodeDescription, _ first: CodeChange.Step,
    of code: inout Code
  ) throws(SubnetError) -> Outcome {
    // The old code's last execution may have lasted until better code was there.
    let program = program.latest
    let new = try launch(program)
    let outcome: Outcome
    do {
      outcome = try execute(first.execution, first.configuration, in: new, of: &code)
    } catch {
      new.connection.end(completesState: false)
      throw error
    }
    guard !outcome.hasFailed else {
      new.connection.end(completesState: false)
      return outcome
    }
    var process: RunningCanister? = new
    do {
      try expectDone(.commit, of: new, during: "installing code", of: &code)
    } catch {
      // The process may have ended after the commit, and before it said so.
      guard isCommitted(description, version: first.configuration.version) else { throw error }
      process = nil
    }
    end(&code, completesState: false)
    code = Code(program: program, identity: description.identity, process: process)
    return outcome
  }

  /// Whether the state is one that this code has begun, as its files say.
  private func isCommitted(_ description: CodeDescription, version: UInt64) -> Bool {
    guard let state = try? folder.committed() else { return false }
    return state.owner == .module(hash: description.moduleHashDigits) && state.version == version
  }

  /// Has the old process go on, if there is one.
  private func rollBack(_ code: inout Code) {
    guard let old = code.process else { return }
    // If that fails, another one begins with the committed state, which is the same.
    try? expectDone(.rollback, of: old, during: "installing code", of: &code)
  }
}
