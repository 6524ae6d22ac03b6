package import Executions
package import Candid

/// An error as users meet it: a code and a description (Interface Specification, "Error codes").
///
/// Descriptions that name the canister themselves stand alone; all others that come from a canister
/// are framed by `Error from Canister ID:`, and some are followed by advice.
package struct UserError: Codable, Error, Hashable, Sendable {
  /// The number after `IC`, whose hundreds digit is the reject code; or the status of HTTP with
  /// which a message is refused before it is anything to the network.
  package let code: UInt32
  package private(set) var isHTTPStatus = false
  package let description: String
  /// Without the frame and the advice.
  private let message: String

  /// An error that stands alone, with advice below it.
  init(code: UInt32, _ message: String, _ advice: Advice? = nil) {
    self.code = code
    description = Self.shortened(message + (advice.map { "\n\($0.text)" } ?? ""))
    self.message = message
  }

  private init(
    code: UInt32, from canister: Principal, _ message: String, _ advice: Advice? = nil
  ) {
    let advice = advice.map { ".\n\($0.text)" } ?? ""
    self.code = code
    description = Self.shortened(Self.frame(of: canister) + message + advice)
    self.message = message
  }

  private static func frame(of canister: Principal) -> String {
    "Error from Canister \(canister): "
  }

  /// The code as users know it, such as `IC0301`.
  package var name: String {
    if isHTTPStatus { return "HTTP \(code)" }
    let digits = String(code)
    return "IC" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  /// The whole text, such as `IC0301: Canister aaaaa-aa not found`.
  package var text: String { "\(name): \(description)" }

  /// The error as a calling canister sees it.
  package var rejection: Rejection { Rejection(code: rejectCode, message: text) }

  /// The same of a call of the management canister, which leaves the code out of the text.
  var managementRejection: Rejection { Rejection(code: rejectCode, message: description) }

  private var rejectCode: RejectCode { RejectCode(rawValue: code / 100) ?? .canisterError }

  /// Longer texts keep both ends.
  private static let maximumSizeBytes = 8 * 1024

  private static func shortened(_ text: String) -> String {
    let bytes = Array(text.utf8)
    guard bytes.count > maximumSizeBytes else { return text }
    let half = (maximumSizeBytes - 3) / 2
    return String(decoding: bytes.prefix(half), as: UTF8.self) + "..."
      + String(decoding: bytes.suffix(half), as: UTF8.self)
  }
}

extension UserError {
  /// The outcome of an execution.
  static func executionFailed(_ canister: Principal, _ error: ExecutionError) -> UserError {
    UserError(
      code: error.code, from: canister, error.messageWithBacktrace, Advice(error.kind))
  }

  /// This error of a canister's callback, and that of the cleanup after it: in one frame, and
  /// without advice.
  func followed(byCleanupFailure cleanup: UserError, of canister: Principal) -> UserError {
    UserError(
      code: code,
      Self.frame(of: canister) + message + "\n\ncall_on_cleanup also failed:\n\n"
        + cleanup.message)
  }

  /// There was no answer within this many rounds, and the wait has ended.
  package static func timedOut(_ canister: Principal, rounds: Int) -> UserError {
    UserError(code: 202, "Canister \(canister) did not answer within \(rounds) rounds")
  }

  static func messageTooLarge(sizeBytes: Int, limitBytes: Int) -> UserError {
    var error = UserError(
      code: 413,
      "Request is too large. Message byte size \(sizeBytes) is larger than the max allowed "
        + "\(limitBytes).")
    error.isHTTPStatus = true
    return error
  }

  static func canisterNotFound(_ canister: Principal) -> UserError {
    UserError(code: 301, "Canister \(canister) not found")
  }

  /// The canister's own words.
  static func rejected(_ message: String) -> UserError { UserError(code: 406, message) }

  static let messageNotAccepted = UserError(code: 406, "Canister rejected the message")

  static func invalidOutcall(_ reason: String) -> UserError { UserError(code: 406, reason) }

  static let compositeQueryAsTransform = UserError(
    code: 527, "Composite query cannot be used as transform in canister http outcalls.")

  /// Why no canister may have a module.
  package static func moduleRefused(_ canister: Principal, code: UInt32, reason: String)
    -> UserError
  {
    UserError(code: code, from: canister, reason)
  }

  /// The same error that the canister's process would give.
  init(_ error: ExecutionError, _ advice: Advice? = nil) {
    self.init(code: error.code, error.message, advice)
  }

  static let missingUpgradeOption = UserError(ExecutionError(.missingUpgradeOption))

  static let invalidUpgradeOption = UserError(ExecutionError(.invalidUpgradeOption))

  static func didNotReply(_ canister: Principal) -> UserError {
    UserError(code: 506, "Canister \(canister) did not reply to the call")
  }

  /// The same of a query, which has other words for it.
  static func queryDidNotReply(_ canister: Principal) -> UserError {
    UserError(code: 506, "Canister \(canister) did not produce a response")
  }

  static func notRunning(_ canister: Principal, _ status: RunningStatus) -> UserError {
    UserError(code: status == .stopped ? 508 : 509, "Canister \(canister) is not running")
  }

  static let compositeQueryInReplicatedMode = UserError(
    code: 527, "Composite query cannot be called in replicated mode")

  static let compositeQueryTooDeep = UserError(
    code: 525, "Composite query calls exceeded the maximum call depth.")

  static let compositeQueryExhausted = UserError(
    code: 526, "Composite query calls exceeded the instruction limit.")

  static func methodNotFound(
    _ canister: Principal, kind: String, name: String
  ) -> UserError {
    executionFailed(canister, ExecutionError(.methodNotFound, subject: name, kind))
  }

  static func noModule(_ canister: Principal) -> UserError {
    executionFailed(canister, ExecutionError(.noModule))
  }
}
