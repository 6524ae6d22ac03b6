import Executions
import Candid

/// A call that a canister is working on, until it is answered and has no calls of its own left
/// (Interface Specification, "Call contexts").
struct CallContext: Codable, Equatable, Sendable {
  let canister: Principal
  let origin: Origin
  let caller: Principal
  /// When the caller stops waiting; nil if never.
  var deadlineNanoseconds: UInt64?
  /// The remaining cycles of the call.
  var cyclesAvailable: UInt128
  var hasResponded = false
  /// Whether the canister has a slot for the response to another subnet (`PendingCalls`).
  var hasRemoteSlot = false
  var outstandingCalls = 0
  /// What the executions so far have used.
  var instructions: UInt64 = 0

  /// The one that waits for the answer.
  enum Origin: Codable, Equatable, Sendable {
    case ingress(MessageNumber)
    case call(CallNumber)
    /// A canister on another subnet.
    case remoteCall(RemoteCall)
    /// No caller: a timer or the like.
    case system

    /// Whether a canister waits for the answer.
    var isCanister: Bool {
      switch self {
      case .call, .remoteCall: true
      case .ingress, .system: false
      }
    }
  }
}

/// How a call context was answered.
enum ContextAnswer {
  case reply([UInt8])
  /// The canister's own words.
  case reject(String)
  /// The execution that should have answered failed.
  case trap(UserError)
  /// The system refused, before any code ran.
  case refusal(UserError)
  /// An effect outside has failed, or a canister's request could not be delivered.
  case failure(Rejection)
  /// The last execution ended without an answer.
  case noResponse

  /// The error as a user sees it.
  func messageResult(from canister: Principal) -> MessageResult {
    switch self {
    case .reply(let bytes): .reply(bytes)
    case .reject(let message): .reject(.rejected(message))
    case .trap(let error): .trap(error)
    case .refusal(let error): .reject(error)
    case .failure(let rejection): .reject(.rejected(rejection.message))
    case .noResponse: .reject(.didNotReply(canister))
    }
  }

  /// What a canister is told that called another one: the management canister leaves the codes of
  /// errors out of their texts.
  func callResult(ofManagement isOfManagement: Bool) -> CallResult {
    switch self {
    case .trap(let error), .refusal(let error):
      .reject(isOfManagement ? error.managementRejection : error.rejection)
    default: callResult
    }
  }

  /// The answer as a calling canister sees it.
  var callResult: CallResult {
    switch self {
    case .reply(let bytes): .reply(bytes)
    case .reject(let message): .reject(Rejection(code: .canisterReject, message: message))
    case .trap(let error), .refusal(let error): .reject(error.rejection)
    case .failure(let rejection): .reject(rejection)
    case .noResponse: .reject(Rejection(code: .canisterError, message: "No response"))
    }
  }
}

/// What is on its way between canisters.
enum QueuedMessage: Codable, Equatable, Sendable {
  case request(CallNumber, caller: Principal, OutgoingCall)
  case remoteRequest(RemoteRequest)
  case response(CallNumber, CallResult, refundedCycles: UInt128)

  var isRequest: Bool {
    switch self {
    case .request, .remoteRequest: true
    case .response: false
    }
  }
}

extension Rejection {
  /// The canister lost its code while it was to answer.
  static let uninstalled = Rejection(
    code: .canisterReject, message: "Canister has been uninstalled.")
}
