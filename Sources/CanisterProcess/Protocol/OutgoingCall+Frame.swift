import Candid
import Executions

extension OutgoingCall {
  /// The size of a call with an empty callee, method and payload.
  fileprivate static let minimumSizeBytes = 3 * 4 + 16 + 6 * 8 + 1 + 4

  fileprivate init(from reader: inout WireReader) throws(WireError) {
    let callee = try reader.principal()
    // Its bytes need not be UTF-8: then the callee has no such method, whatever it is called here.
    let method = String(decoding: try reader.bytes(), as: UTF8.self)
    self.init(callee: callee, method: method, payload: try reader.bytes())
    cycles = try reader.integer()
    replyCallback = try reader.callback()
    rejectCallback = try reader.callback()
    let hasCleanup = try reader.flag()
    let cleanup = try reader.callback()
    cleanupCallback = hasCleanup ? cleanup : nil
    let timeout = try reader.integer(as: UInt32.self)
    timeoutSeconds = timeout == 0 ? nil : timeout
  }
}

extension WireReader {
  /// A count and so many calls.
  mutating func calls() throws(WireError) -> [OutgoingCall] {
    try list(minimumSizeBytes: OutgoingCall.minimumSizeBytes) { reader throws(WireError) in
      try OutgoingCall(from: &reader)
    }
  }

  fileprivate mutating func callback() throws(WireError) -> Callback {
    Callback(function: try integer(), environment: try integer())
  }
}
