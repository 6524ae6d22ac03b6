import Bytes
package import Candid
package import Executions

/// One code of a canister in exchange for another: what the host has to do, as a whole or not at
/// all.
package struct CodeChange: Codable, Equatable, Sendable {
  package let canister: Principal
  package let origin: ChangeOrigin
  package let mode: InstallationMode
  package let code: CodeDescription
  /// The last execution of the old code, with whose changes the new code begins.
  ///
  /// Nil if there is no old code, or if its last execution is left out.
  package let preUpgrade: Step?
  /// The first execution of the new code.
  ///
  /// The host tells it how many instructions `preUpgrade` has used: they share a limit.
  package let first: Step

  /// An execution, and how its process sees the canister meanwhile.
  package struct Step: Codable, Equatable, Sendable {
    package var configuration: Configuration
    package var execution: Execution
  }
}

/// The outcome of a change of code.
package enum CodeChangeResult: Codable, Equatable, Sendable {
  /// The outcomes of the executions that took place; the change holds if the first execution of the
  /// new code is among them and has not failed.
  case ended(preUpgrade: Outcome?, first: Outcome?)
  /// A process ended before the change was done; the canister is unchanged.
  case lost(reason: String)
}

/// Where the bytes of a module are.
package enum ModuleSource: Codable, Equatable, Sendable {
  case bytes([UInt8])
  /// In chunks that the host has, by their hashes; all of it must have a hash, too.
  case chunks([[UInt8]], moduleHash: [UInt8])
}

/// The result of compiling a module.
package enum CompilationResult: Codable, Equatable, Sendable {
  case compiled(CodeDescription)
  /// No canister may have it; the code of the error and its text.
  case refused(code: UInt32, reason: String)
  /// Chunks make a module with another hash than it should have.
  case otherModule(hash: [UInt8], wanted: [UInt8])
}
