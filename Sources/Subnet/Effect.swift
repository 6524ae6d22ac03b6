package import Candid
package import Executions

/// What a subnet asks its host for.
///
/// Effects with a number are answered by an input with the same number, in any order; all others
/// just happen, in their order.
package enum Effect: Codable, Equatable, Sendable {
  /// Executes an entry point; the process is told first how its canister looks.
  case execute(RequestNumber, Principal, Configuration, Execution)
  /// Gives code to a canister, and executes its first entry point; all of it or nothing happens.
  case install(RequestNumber, CodeChange)
  /// Compiles the code that a canister wants to install, which follows.
  case compile(RequestNumber, module: [UInt8])
  /// Reads bytes that the host has.
  case read(RequestNumber, StoredBytes)
  /// Has the world answer an HTTP request.
  case askOutcall(RequestNumber, HTTPRequest)

  /// Ends a canister's process and drops its state.
  case uninstall(Principal)
  /// Does something with the changes that a canister's process holds.
  case settle(Principal, HeldChanges)
  /// A message from outside is answered.
  case answer(MessageNumber, MessageResult)
  /// A message for another subnet, which the network delivers (`NetworkState`).
  case send(StreamMessage)
  /// The round is over; some of its timers and heartbeats may have failed.
  case roundEnded(failures: [UserError])
}

/// Bytes that the host keeps, since they are too large for the subnet's state.
package enum StoredBytes: Codable, Equatable, Sendable {
  /// A section of the metadata of code.
  case metadata(code: String, name: String)
}

/// What happens to changes that were held after an execution.
package enum HeldChanges: String, Codable, Sendable {
  case rollback, setAside, discard
}

/// The answer to a message from outside.
package enum MessageResult: Codable, Hashable, Sendable {
  case reply([UInt8])
  /// Refused by the system, or by the canister in its own words.
  case reject(UserError)
  /// An execution failed; what it did is undone.
  case trap(UserError)
  /// Nothing was asked of a method, and all went well.
  case ok
}
