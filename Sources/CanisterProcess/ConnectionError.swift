internal import CanisterRuntime

/// Why the process of a canister can't be talked to.
package enum ConnectionError: Error, Equatable, Sendable {
  case notStarted(executable: String, reason: String)
  case ended(ProcessEnd)
  case malformedResponse(WireError)
  case responseTooLong(sizeBytes: Int)
  case requestTooLong(sizeBytes: Int)
  case unexpectedResponse(expected: String)
  case refused(String)
  case implausible(String)
  /// The process that held the changes with which an execution goes on has ended.
  case changesLost

  /// The largest frame, in bytes.
  package static var maximumFrameSizeBytes: Int { rt_limit_frame_bytes }

  /// More than all calls of one execution can have, in bytes.
  static let maximumCallsSizeBytes = 4 << 30
}

extension ConnectionError {
  /// Whether the process ended because it was to be interrupted, or says so.
  ///
  /// Before it can handle the signal, the signal ends it.
  package var isInterruption: Bool {
    switch self {
    case .ended(.exit(RT_INTERRUPTED_STATUS)), .ended(.signal(RT_INTERRUPTION_SIGNAL)): true
    default: false
    }
  }
}

/// How a process ended.
package enum ProcessEnd: Equatable, Sendable {
  case exit(status: Int32)
  case signal(Int32)
}

extension ProcessEnd: CustomStringConvertible {
  package var description: String {
    switch self {
    case .exit(let status): "it ended with status \(status)"
    case .signal(let number): "signal \(number) ended it"
    }
  }
}

extension ConnectionError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notStarted(let executable, let reason): "\(executable) can't be started: \(reason)"
    case .ended(let end): "the canister's process is gone: \(end)"
    case .malformedResponse(let error): "the canister's process sent a \(error)"
    case .responseTooLong(let size):
      "the canister's process sent \(size) bytes at once, more than \(Self.maximumFrameSizeBytes)"
    case .requestTooLong(let size):
      "a message of \(size) bytes is too long: \(Self.maximumFrameSizeBytes) is the most"
    case .unexpectedResponse(let expected):
      "the canister's process answered something else than \(expected)"
    case .refused(let reason): "the canister's process refused a request: \(reason)"
    case .implausible(let claim): "the canister's process claims \(claim)"
    case .changesLost: "the canister's process is gone, and with it the changes of a query"
    }
  }
}
