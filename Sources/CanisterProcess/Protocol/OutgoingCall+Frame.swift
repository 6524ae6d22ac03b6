import Candid
import CanisterRuntime
import Executions

extension OutgoingCall {
  /// Reads the fields of a call.
  fileprivate init(from reader: inout WireReader) throws(WireError) {
    self.init(callee: .anonymous, method: "")
    var cleanup = Callback(function: 0, environment: 0)
    var hasCleanup = false
    for field in rows(of: rt_call_field.self, count: rt_call_field_count) {
      switch field {
      case .callee: callee = try reader.principal()
      case .method:
        // Bytes that need not be UTF-8: then the callee has no such method, and the name here does
        // not matter.
        method = String(decoding: try reader.bytes(), as: UTF8.self)
      case .payload: payload = try reader.bytes()
      case .cycles: cycles = try reader.integer()
      case .reply_function: replyCallback.function = try reader.integer()
      case .reply_environment: replyCallback.environment = try reader.integer()
      case .reject_function: rejectCallback.function = try reader.integer()
      case .reject_environment: rejectCallback.environment = try reader.integer()
      case .has_cleanup: hasCleanup = try reader.flag()
      case .cleanup_function: cleanup.function = try reader.integer()
      case .cleanup_environment: cleanup.environment = try reader.integer()
      case .timeout_seconds:
        let timeout = try reader.integer(as: UInt32.self)
        timeoutSeconds = timeout == 0 ? nil : timeout
      }
    }
    cleanupCallback = hasCleanup ? cleanup : nil
  }
}

extension WireReader {
  /// A count and so many calls, each of which has at least a byte a field.
  mutating func calls() throws(WireError) -> [OutgoingCall] {
    try list(minimumSizeBytes: rt_call_field_count) { reader throws(WireError) in
      try OutgoingCall(from: &reader)
    }
  }
}
