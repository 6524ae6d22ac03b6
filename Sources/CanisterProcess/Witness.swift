package import Engines
import Executions

/// Tells of messages how much they used, where the canister's own process can't.
///
/// Native code has the counter of instructions in a register, where a fault hides it. But what ends
/// by a fault is rolled back, so it can be repeated: by another program of the same module, in a
/// process that lasts only so long and observes the canister's state, while its owner waits.
package struct Witness {
  private let program: CanisterProgram
  private let state: StateFolder
  private let launcher: any CanisterLauncher

  /// A witness for a canister's program, if it has one.
  package init?(
    of program: CanisterProgram, state: StateFolder, launcher: any CanisterLauncher
  ) {
    guard let witness = program.witness else { return nil }
    self.program = CanisterProgram(
      executablePath: witness.executablePath, arguments: witness.arguments, files: witness.files)
    self.state = state
    self.launcher = launcher
  }

  /// The outcome of a message that has failed, if it fails here, too.
  ///
  /// How deep the stack is differs between engines, so it may not. `history` is what the process
  /// had been asked since it holds changes, if all of that is known.
  func outcome(
    of execution: Execution, _ configuration: Configuration, after history: [Request]?
  ) -> Outcome? {
    guard let history else { return nil }
    do throws(ConnectionError) {
      let connection = try launcher.launch(program, state: state)
      defer { connection.end(completesState: false) }
      for request in history { _ = try connection.respond(to: request) }
      let responses = try connection.respond(
        to: [.configure(configuration), .execute(execution)])
      guard case .outcome(let outcome, _) = responses.last, outcome.hasFailed else { return nil }
      return outcome
    } catch {
      // The message has an outcome without it.
      return nil
    }
  }
}
