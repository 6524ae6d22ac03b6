import Candid

/// Refusals for want of cycles, in the words of replicas.
extension UserError {
  /// A canister can't pay; nil if the caller may not know how many cycles it lacks.
  static func outOfCycles(_ canister: Principal, missing: UInt128?) -> UserError {
    let request = missing.map {
      ": please top up the canister with at least \($0.withUnderscores) additional cycles"
    }
    return UserError(code: 207, "Canister \(canister) is out of cycles" + (request ?? ""))
  }

  /// A canister can't pay for the installation of code.
  static func installationTooExpensive(_ reason: UserError) -> UserError {
    UserError(
      code: reason.code, "Canister installation failed with `\(reason.description)`.",
      Advice("Top up the canister with more cycles.", "install-code-not-enough-cycles"))
  }

  static func frozenForQueries(_ canister: Principal) -> UserError {
    UserError(
      code: 207,
      "Canister \(canister) is unable to process query calls because it's frozen. Please top up "
        + "the canister with cycles and try again.")
  }

  static func tooFewCyclesToCreate(sent: UInt128, required: UInt128) -> UserError {
    UserError(
      code: 403,
      "Creating a canister requires a fee of \(required.withUnderscores) that is deducted from the "
        + "canister's initial balance but only \(sent.withUnderscores) cycles were received with "
        + "the create_canister request.",
      Advice(
        "Try sending more cycles with the request.", "create-canister-not-enough-cycles"))
  }

  static func tooFewCycles(_ method: String, sent: UInt128, required: UInt128) -> UserError {
    UserError(
      code: 406,
      "\(method) request sent with \(sent.withUnderscores) cycles, but "
        + "\(required.withUnderscores) cycles are required.")
  }
}

extension UInt128 {
  /// The decimal digits in groups of three, as replicas tell amounts of cycles.
  fileprivate var withUnderscores: String {
    let digits = Array(String(self))
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0 && (digits.count - index).isMultiple(of: 3) { text.append("_") }
      text.append(digit)
    }
    return text
  }
}
