import Bytes
import Candid
import Hashing

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
      let bytes = SHA256.hash(subnet.settings.seed + subnet.nextNumber().bigEndianBytes)
      reply([.blob(bytes)], to: context, of: &subnet)
    }
  }
}
