package import Admission

/// What a subnet is told once, and executes everything by.
package struct SubnetSettings: Codable, Equatable, Sendable {
  /// The kind of subnet that this is.
  package var kind = SubnetKind.application

  /// How many instructions a message may execute; nil for the limits of the Internet Computer.
  package var instructionLimit: UInt64?

  /// Whether the changes of queries are counted before they are dropped.
  package var countsPagesOfQueries = false

  /// Whether heartbeats and timers run in rounds.
  package var runsSystemTasks = true

  /// Whether errors have the backtrace, for those who may see a canister's log.
  package var showsBacktraces = true

  package init() {}
}
