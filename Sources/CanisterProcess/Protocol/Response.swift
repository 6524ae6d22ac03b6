internal import CanisterRuntime
package import Executions

/// The responses of a canister's process (`runtime/include/serve.def`).
package enum Response: Equatable, Sendable {
  /// How an execution ended, and how many of its calls come in responses of their own.
  case outcome(Outcome, followingCalls: Int = 0)
  case done
  case status(InstanceStatus)
  case failure(String)
  /// More calls of the outcome before.
  case calls([OutgoingCall])

  /// Decodes a frame's content.
  package init(frame: [UInt8]) throws(WireError) {
    var reader = WireReader(frame)
    let row: rt_response = try reader.row(count: rt_response_count, named: "response")
    switch row {
    case .outcome:
      var followingCalls = 0
      let outcome = try Outcome(from: &reader, followingCalls: &followingCalls)
      self = .outcome(outcome, followingCalls: followingCalls)
    case .done: self = .done
    case .status: self = .status(try InstanceStatus(from: &reader))
    case .failure: self = .failure(try reader.text())
    case .calls: self = .calls(try reader.calls())
    }
    try reader.end()
  }
}
