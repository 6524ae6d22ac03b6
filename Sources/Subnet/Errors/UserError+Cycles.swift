import Candid

/// Refusals because of too few cycles, in the words of replicas.
extension UserError {
  /// A canister can't pay; nil if the caller may not know how many cycles are missing.
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

  /// A canister can't pay for what is done with its snapshots.
  static func snapshotTooExpensive(_ reason: UserError) -> UserError {
    UserError(
      code: reason.code, "Canister snapshotting failed with: `\(reason.description)`",
      Advice(
        "Try sending more cycles with the request.", link: "canister-snapshot-not-enough-cycles"))
  }

  /// A canister can't pay for memory that it is about to take.
  static func tooFewCyclesToTake(bytes: UInt64, missing: UInt128) -> UserError {
    UserError(
      code: 532,
      "Canister cannot grow memory by \(bytes) bytes due to insufficient cycles. At least "
        + "\(missing.withUnderscores) additional cycles are required.",
      Advice("Top up the canister with more cycles.", "insufficient-cycles-in-memory-grow-1"))
  }

  /// More cycles would be set aside for memory than the canister's settings allow.
  static func tooManyCyclesToReserve(
    bytes: UInt64, exceeding limit: UInt128, reserved: UInt128
  ) -> UserError {
    UserError(
      code: 534,
      "Canister cannot grow memory by \(bytes) bytes due to its reserved cycles limit. The current "
        + "limit (\(limit.withUnderscores)) would be exceeded by "
        + "\((reserved - limit).withUnderscores).",
      Advice(raiseReservedLimit, "reserved-cycles-limit-exceeded-in-memory-grow"))
  }

  private static let raiseReservedLimit =
    "Try increasing this canister's reserved cycles limit or moving it to a subnet with lower "
    + "memory usage."

  /// The same of memory that is set aside for a canister.
  static func tooManyCyclesToReserve(
    allocationBytes: UInt64, exceeding limit: UInt128, reserved: UInt128
  ) -> UserError {
    UserError(
      code: 533,
      "Cannot increase memory allocation to \(binarySize(allocationBytes)) due to its reserved "
        + "cycles limit. The current limit (\(limit.withUnderscores)) would be exceeded by "
        + "\((reserved - limit).withUnderscores).",
      Advice(raiseReservedLimit, "reserved-cycles-limit-exceeded-in-memory-allocation"))
  }

  static func reservedLimitTooLow(_ limit: UInt128, reserved: UInt128) -> UserError {
    UserError(
      code: 540,
      "Cannot set the reserved cycles limit \(limit.withUnderscores) below the reserved cycles "
        + "balance of the canister \(reserved.withUnderscores).",
      Advice(
        "Set the reserved cycles limit in the canister settings to a value that is at least the "
          + "current reserved cycles balance.", link: "reserved-cycles-limit-is-too-low"))
  }

  static func tooFewCyclesToAllocate(computePercent: UInt64, missing: UInt128) -> UserError {
    UserError(
      code: 530,
      "Cannot increase compute allocation to \(computePercent)% due to insufficient cycles. At "
        + "least \(missing.withUnderscores) additional cycles are required.",
      Advice(
        "Top up the canister with more cycles.", "insufficient-cycles-in-compute-allocation"))
  }

  static func tooFewCyclesToAllocate(memoryBytes: UInt64, missing: UInt128) -> UserError {
    UserError(
      code: 531,
      "Cannot increase memory allocation to \(binarySize(memoryBytes)) due to insufficient cycles. "
        + "At least \(missing.withUnderscores) additional cycles are required.",
      Advice("Top up the canister with more cycles.", "insufficient-cycles-in-memory-allocation"))
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
  /// The decimal digits in groups of three, as replicas print amounts of cycles.
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
