package import Candid

/// A call that an execution made; it is sent if the execution succeeds.
package struct OutgoingCall: Equatable, Sendable {
  package var callee: Principal
  package var method: String
  package var payload: [UInt8]
  package var cycles: UInt128
  package var replyCallback: Callback
  package var rejectCallback: Callback
  package var cleanupCallback: Callback?
  /// How long to wait for the response; nil for as long as it takes.
  package var timeoutSeconds: UInt32?

  package init(callee: Principal, method: String, payload: [UInt8] = []) {
    self.callee = callee
    self.method = method
    self.payload = payload
    cycles = 0
    replyCallback = Callback(function: 0, environment: 0)
    rejectCallback = replyCallback
  }

  fileprivate static let minimumSizeBytes = 3 * 4 + 16 + 6 * 8 + 1 + 4

  fileprivate init(from reader: inout WireReader) throws(WireError) {
    callee = try reader.principal()
    // The callee may have a method of any name; one that is no text it has not.
    method = String(decoding: try reader.bytes(), as: UTF8.self)
    payload = try reader.bytes()
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
