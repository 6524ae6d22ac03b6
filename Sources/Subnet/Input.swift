import Bytes
package import Candid
package import Executions

/// The inputs of a subnet: everything that its state depends on.
///
/// Time, callers and what executions came to are all in here, so the same inputs lead to the same
/// state and the same effects. It is indirect, since it is large and handed on.
package indirect enum Input: Codable, Equatable, Sendable {
  case configure(SubnetSettings)
  /// The time of the next round, in nanoseconds since 1970.
  case setTime(UInt64)
  /// The time that queries see from now on, and the next round, in nanoseconds since 1970.
  case setCertifiedTime(UInt64)
  /// Creates an empty canister with an id that none has.
  case create(Principal, controllers: [Principal])
  /// Takes a canister over as another subnet has left it.
  case adopt(Principal, CanisterState)
  /// Forgets a canister that is moved elsewhere.
  case forget(Principal)

  /// An update call from outside; it is executed in the next round.
  case submit(MessageNumber, IngressMessage)
  /// A query from outside; it is executed at once.
  case query(MessageNumber, IngressMessage)
  /// Code for a canister, from outside.
  case install(MessageNumber, CodeInstallation)
  case updateSettings(MessageNumber, Principal, CanisterSettings, sender: Principal)
  case uninstall(MessageNumber, Principal, sender: Principal)

  /// Executes a round.
  case round
  /// Fires the timers that are due, and delivers their messages, but runs no other task.
  case fireTimers

  /// The host's answers to requests.
  case executed(RequestNumber, ExecutionResult)
  case installed(RequestNumber, CodeChangeResult)
  case compiled(RequestNumber, CompilationResult)
  case outcallAnswered(RequestNumber, OutcallAnswer)
  case snapshot(RequestNumber, SnapshotResult)
  /// The answer to an HTTP request that was left open, by its number among `OpenOutcalls`.
  case answerOutcall(UInt64, OutcallAnswer)
  /// The requested bytes; nil if the host does not have them.
  case read(RequestNumber, [UInt8]?)
}

/// The outcome of an execution.
package enum ExecutionResult: Codable, Equatable, Sendable {
  case ended(Outcome)
  /// The canister's process has ended during the execution; its state is the committed one.
  case lost(reason: String)
}
