import Executions

/// The advice that follows some errors.
struct Advice {
  let text: String

  /// A suggestion, and where the documentation has more; some errors name a place of it that is
  /// none.
  init(_ suggestion: String, link: String) {
    text = "\(suggestion) See documentation: \(link)"
  }

  init(_ suggestion: String, _ anchor: String) {
    self.init(
      suggestion,
      link: "https://internetcomputer.org/docs/current/references/execution-errors#\(anchor)")
  }

  private init(text: String) { self.text = text }

  /// The words of replicas for errors that they do not expect.
  static let internalError = Advice(
    text: "This is an internal error on the IC. Please report it to IC devs on the forum: "
      + "https://forum.dfinity.org")

  /// That of an error that ended an execution.
  init?(_ kind: ExecutionError.Kind) {
    switch kind {
    case .trapped: self.init(Self.handleFailures, "trapped")
    case .trappedExplicitly: self.init(Self.handleFailures, "trapped-explicitly")
    case .wrongMode:
      self.init(
        "Check the ICP documentation to make sure APIs are being called in the correct "
          + "message types.",
        "calling-a-system-api-from-the-wrong-mode")
    case .tooFewCyclesToGrow:
      self.init("Try topping up the canister.", "insufficient-cycles-in-memory-grow")
    case .methodNotFound:
      self.init(
        "Check that the method being called is exported by the target canister.",
        "method-not-found")
    default: return nil
    }
  }

  private static let handleFailures =
    "Consider gracefully handling failures from this canister or altering the canister to "
    + "handle exceptions."
}
