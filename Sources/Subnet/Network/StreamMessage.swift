import Candid
import Executions

/// What goes from one subnet to another.
package struct StreamMessage: Codable, Equatable, Sendable {
  let content: Content

  enum Content: Codable, Equatable, Sendable {
    case request(RemoteRequest)
    /// The answer to a call of the subnet that receives it.
    case response(to: CallNumber, of: Principal, CallResult, refundedCycles: UInt128)
  }
}

/// A call of a canister on another subnet.
struct RemoteRequest: Codable, Equatable, Sendable {
  /// Whose call it is, and how that subnet knows it.
  let call: RemoteCall
  let caller: Principal
  let request: OutgoingCall
  /// When the caller stops waiting; nil if never.
  let deadlineNanoseconds: UInt64?
}

/// A call by the number that it has on the subnet of its caller.
struct RemoteCall: Codable, Equatable, Sendable {
  let subnet: Principal
  let number: CallNumber
}
