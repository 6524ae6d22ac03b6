package import Admission
import Executions

/// What messages may take, by the kind of subnet.
extension SubnetKind {
  /// How long a message from outside may be, in bytes, with all that goes with its argument.
  package var maximumIngressBytes: Int {
    switch self {
    case .application, .benchmarking: 2 * 1024 * 1024
    case .system: 7 * 512 * 1024
    }
  }

  /// Whether calls set memory aside for their responses.
  var boundsMessageMemory: Bool {
    switch self {
    case .application, .benchmarking: true
    case .system: false
    }
  }

  /// Whether canisters pay nothing.
  var isFree: Bool {
    switch self {
    case .application, .benchmarking: false
    case .system: true
    }
  }

  /// How many instructions an execution may take; nil for what the canister's process allows by
  /// itself: that of application subnets.
  func instructionLimit(of execution: Execution) -> UInt64? {
    switch (self, Class(execution)) {
    case (.application, _), (_, .inspection): nil
    case (.system, .message): 50_000_000_000
    case (.system, .installation): 1_000_000_000_000
    // A query may take more there, but not more than all that it could call.
    case (.system, .query): nil
    case (.benchmarking, .message), (.benchmarking, .query): Self.benchmarkingLimit
    case (.benchmarking, .installation): nil
    }
  }

  /// How many instructions a query may take together with all that it calls; nil for those of
  /// application subnets.
  var queryTreeInstructions: UInt64? {
    switch self {
    case .application, .system: nil
    case .benchmarking: Self.benchmarkingLimit
    }
  }

  private static let benchmarkingLimit: UInt64 = 99_999_999_999_999

  /// Executions that share a limit.
  private enum Class {
    case message, query, installation, inspection

    init(_ execution: Execution) {
      switch execution.entry {
      case .install, .reinstall, .preUpgrade, .postUpgrade: self = .installation
      case .query, .compositeQuery: self = .query
      case .inspectMessage: self = .inspection
      case .replyCallback, .rejectCallback, .cleanupCallback:
        self = execution.isComposite ? .query : .message
      case .update, .replicatedQuery, .heartbeat, .globalTimer, .onLowWasmMemory: self = .message
      }
    }
  }
}
