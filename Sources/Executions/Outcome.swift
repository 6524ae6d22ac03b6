import Bytes

/// How an execution ended, and what it asks of the subnet.
package struct Outcome: Codable, Equatable, Sendable {
  package var result: Result
  /// The lines of `ic0.debug_print`, and of a trap, in order.
  package var debugPrints: [PrintedBytes] = []
  package var durationNanoseconds: UInt64 = 0
  package var instructions: UInt64 = 0
  /// A fault has hidden what was used since the last call of the System API: `instructions` lacks
  /// it.
  package var isCountHidden = false
  /// Pages of 4 KiB that differ from before.
  package var changedHeapPages: UInt64 = 0
  /// Pages of 4 KiB that differ from before.
  package var changedStablePages: UInt64 = 0
  /// The sizes of the memories at the end, in pages of 64 KiB.
  package var heapPages: UInt64 = 0
  package var stablePages: UInt64 = 0
  package var cyclesAccepted: UInt128 = 0
  package var cyclesBurned: UInt128 = 0
  package var cyclesMinted: UInt128 = 0
  /// When the global timer is due, 0 for never; nil if the execution did not set it.
  package var globalTimer: UInt64?
  package var certifiedData: [UInt8] = []
  /// Whether `ic0.accept_message` was called.
  package var acceptsMessage = false
  package var calls: [OutgoingCall] = []

  package init(result: Result) { self.result = result }

  /// The error that it ended with, if any.
  package var error: ExecutionError? {
    if case .error(let error) = result { error } else { nil }
  }

  /// Whether it ended by a trap or the like.
  package var hasFailed: Bool { error != nil }

  /// The response of an execution, or what ended it.
  package enum Result: Codable, Equatable, Sendable {
    case noResponse
    case reply([UInt8])
    case reject(String)
    /// A trap and the like; changes are undone.
    case error(ExecutionError)
  }

  /// The same for somebody who may not see which functions were running.
  package var withoutBacktrace: Outcome {
    guard var error else { return self }
    error.backtrace = ""
    var outcome = self
    outcome.result = .error(error)
    return outcome
  }
}
