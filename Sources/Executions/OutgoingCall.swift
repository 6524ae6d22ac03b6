import Bytes
package import Candid

/// A call that an execution made; it is sent if the execution succeeds.
package struct OutgoingCall: Codable, Equatable, Sendable {
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
}
