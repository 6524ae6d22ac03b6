import Candid

/// Gives a canister 32 bytes that it could not foresee (Interface Specification, "IC method
/// `raw_rand`"): in the next round.
///
/// The bytes are others each time, and the same in each run, so that scripts can be compared.
enum RawRand: ManagementMethod {
  static let name = "raw_rand"
  static let kind = ManagementMethodKind.updateOfCanisters

  static func call(
    _ argument: CandidValue, by caller: Principal, in context: ContextNumber,
    of subnet: inout SubnetState
  ) {
    subnet.waitingRandomness.append(context)
  }

  /// Answers the calls of the last round.
  static func answerWaiting(in subnet: inout SubnetState) {
    let waiting = subnet.waitingRandomness
    subnet.waitingRandomness = []
    for context in waiting {
      let bytes = (0..<4).flatMap { _ in littleEndian(mixed(subnet.nextNumber())) }
      reply([.blob(bytes)], to: context, of: &subnet)
    }
  }

  private static func littleEndian(_ value: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  /// A number that looks random (the output function of SplitMix64).
  private static func mixed(_ number: UInt64) -> UInt64 {
    var value = number &* 0x9E37_79B9_7F4A_7C15
    value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
    return value ^ value >> 31
  }
}
