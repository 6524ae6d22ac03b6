import Bytes
package import Candid
package import Executions

/// The effects that a subnet requests from its host.
///
/// Effects with a number are answered by an input with the same number, in any order; all others
/// just happen, in their order. It is indirect, since it is large and handed on.
package indirect enum Effect: Codable, Equatable, Sendable {
  /// Executes an entry point; the process is first configured for its canister.
  case execute(RequestNumber, Principal, Configuration, Execution)
  /// Gives code to a canister, and executes its first entry point; all of it or nothing happens.
  case install(RequestNumber, CodeChange)
  /// Compiles the code that a canister wants to install.
  case compile(RequestNumber, ModuleSource)
  /// Takes a snapshot, or loads one; all of it or nothing happens.
  case snapshot(RequestNumber, SnapshotTask)
  /// Reads bytes that the host has.
  case read(RequestNumber, StoredBytes)
  /// Has the world answer an HTTP request.
  case askOutcall(RequestNumber, HTTPRequest)

  /// Keeps bytes.
  case store([UInt8], StoredBytes)
  /// Makes a snapshot with memories and a module of zeros.
  case makeSnapshot(SnapshotID, CanisterSnapshot.Content)
  /// Drops what is not used any more.
  case drop(StoredItem)
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
  /// A chunk of a module.
  case chunk(hash: [UInt8])
  /// A piece of a snapshot.
  case snapshot(SnapshotID, SnapshotPart, offset: UInt64, size: UInt64)
}

/// Something that the host keeps until an effect drops it.
package enum StoredItem: Codable, Equatable, Sendable {
  case chunk(hash: [UInt8])
  case snapshot(SnapshotID)
}

/// What is to be done with a snapshot.
package enum SnapshotTask: Codable, Equatable, Sendable {
  case take(SnapshotID, of: Principal)
  /// Replaces code and state of a canister; without code, the module is among the snapshot's bytes.
  case load(SnapshotID, onto: Principal, code: CodeDescription?, CanisterSnapshot.Content)
}

/// The result of a task with a snapshot; only loading one changes the canister.
package enum SnapshotResult: Codable, Equatable, Sendable {
  case taken(CanisterSnapshot.Content)
  case loaded(CodeDescription)
  /// No canister may have the module; the code of the error and its text.
  case refused(code: UInt32, reason: String)
  /// The module does not have the globals of the snapshot.
  case otherModule
  case lost(reason: String)
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
  /// No result was requested of a method, and all went well.
  case ok
}
