import Bytes
package import Candid

/// One execution of a canister's code: an entry point and all that it can ask about the message.
package struct Execution: Codable, Equatable, Sendable {
  package var entry: Entry
  /// On success, keep the changes pending until the next request: commit or rollback.
  package var holdsChanges = false
  /// Continue with the changes that were set aside last, for a callback of a composite query.
  package var continuesChanges = false
  package var dataCertificate: [UInt8]?
  /// Keep the heap at an upgrade (enhanced orthogonal persistence).
  package var keepsHeap = false
  /// Give the heap up at an upgrade although the old code keeps it.
  package var replacesHeap = false
  /// For callbacks: the call context is answered already.
  package var isAnswered = false
  /// For callbacks: they belong to a composite query.
  package var isComposite = false
  /// For queries: they transform the response of an HTTP request.
  package var isTransform = false
  package var timeNanoseconds: UInt64
  /// When whoever called stops waiting; nil if never.
  package var deadlineNanoseconds: UInt64?
  package var caller: Principal
  /// What a canister that signed for the caller said of it.
  package var callerInfo: CallerInfo?
  package var method = ""
  package var argument: [UInt8] = []
  /// What is left of the cycles that came with the call; none once it was answered.
  package var cycles: UInt128 = 0
  /// For callbacks: what came back of the cycles that were sent.
  package var refundedCycles: UInt128 = 0
  package var rejection: Rejection?
  /// For callbacks: what to call.
  package var callback = Callback(function: 0, environment: 0)
  /// What earlier executions used: of a callback, those of its call context; of `postUpgrade`, the
  /// `preUpgrade` before it, with which it shares a limit.
  package var earlierInstructions: UInt64 = 0

  /// How many calls of earlier messages wait for their responses, by callees.
  package var waitingCalls: [Principal: UInt32] = [:]
  /// How much of the subnet's memory for messages is taken; nil where it is not bounded.
  package var messageMemoryTakenBytes: UInt64? = 0

  package init(entry: Entry, timeNanoseconds: UInt64, caller: Principal) {
    self.entry = entry
    self.timeNanoseconds = timeNanoseconds
    self.caller = caller
  }

  /// The kinds of executions, by their codes in the protocol.
  package enum Entry: UInt8, Codable, Sendable {
    case install, reinstall, preUpgrade, postUpgrade, update, replicatedQuery, query
    case compositeQuery, inspectMessage, heartbeat, globalTimer, onLowWasmMemory
    case replyCallback, rejectCallback, cleanupCallback
  }
}

/// What comes with a caller whose signature is that of a canister
/// (Interface Specification, "System API: Message Data").
package struct CallerInfo: Codable, Equatable, Sendable {
  package var data: [UInt8]
  package var signer: Principal

  package init(data: [UInt8], signer: Principal) {
    self.data = data
    self.signer = signer
  }
}

/// A function of table 0 and what it is called with.
package struct Callback: Codable, Hashable, Sendable {
  package var function: UInt64
  package var environment: UInt64

  package init(function: UInt64, environment: UInt64) {
    self.function = function
    self.environment = environment
  }
}
