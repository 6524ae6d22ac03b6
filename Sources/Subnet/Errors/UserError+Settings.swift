import Candid

/// Settings that no canister may have, in the words of replicas.
extension UserError {
  /// A number that is too large for a setting; the words say up to where they go.
  static func outOfRange(_ setting: String, in range: String, got number: BigInteger) -> UserError {
    UserError(
      code: 504, "\(setting) expected to be in the range \(range), got \(number.grouped)")
  }

  static let duplicateVariables = UserError(
    code: 408, "Duplicate environment variables are not allowed")

  static func tooManyVariables(count: Int, limit: Int) -> UserError {
    UserError(code: 408, "Too many environment variables: \(count) (max: \(limit))")
  }

  static func variableTooLong(_ part: String, _ text: String, limit: Int) -> UserError {
    UserError(
      code: 408,
      "Environment variable \(part) \"\(text)\" exceeds the maximum allowed length of \(limit).")
  }

  static func tooManyControllers(limit: Int) -> UserError {
    UserError(
      code: 504,
      "Could not validate the settings: Invalid settings: 'controllers' length exceeds maximum "
        + "size allowed of \(limit). ",
      Advice("Apply the described changes to make the settings valid.", "invalid-settings"))
  }

  static func noComputeCapacity(requested: UInt64, available: UInt64) -> UserError {
    UserError(
      code: 101,
      "Canister requested a compute allocation of \(requested)% which cannot be satisfied because "
        + "the Subnet's remaining compute capacity is \(available)%.",
      Advice("Try moving to another subnet.", "subnet-compute-capacity-oversubscribed"))
  }

  static func noMemoryCapacity(requested: UInt64, available: UInt64) -> UserError {
    UserError(
      code: 101,
      "Canister requested \(binarySize(requested)) of memory but only \(binarySize(available)) "
        + "are available in the subnet.",
      Advice("Try moving to another subnet.", "subnet-memory-capacity-oversubscribed"))
  }

  static func logLimitTooLow(_ bytes: UInt64, limit: UInt64) -> UserError {
    UserError(
      code: 406,
      "The canister log memory limit \(bytes) is too low. It must be at least \(limit).")
  }

  static func logLimitTooHigh(_ bytes: UInt64, limit: UInt64) -> UserError {
    UserError(
      code: 406,
      "The canister log memory limit \(bytes) is too high. It must be at most \(limit).")
  }

  /// A number of bytes in the largest unit that it fills, with two digits behind the point.
  static func binarySize(_ bytes: UInt64) -> String {
    let units = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]
    guard let exponent = units.indices.last(where: { bytes >> (10 * ($0 + 1)) > 0 }) else {
      return "\(bytes) B"
    }
    let shift = 10 * (exponent + 1)
    let hundredths = (bytes & (1 << shift - 1)).multipliedFullWidth(by: 100)
    let fraction = (hundredths.high << (64 - shift)) | hundredths.low >> shift
    let digits = fraction < 10 ? "0\(fraction)" : "\(fraction)"
    return "\(bytes >> shift).\(digits) \(units[exponent])"
  }
}

extension BigInteger {
  /// The digits in groups of three, as replicas write Candid's numbers.
  fileprivate var grouped: String {
    let digits = Array(description)
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0 && (digits.count - index).isMultiple(of: 3) { text.append("_") }
      text.append(digit)
    }
    return text
  }
}
