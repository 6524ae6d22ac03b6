import Bytes
import Candid
import Hashing

/// Gives a canister 32 bytes that it could not foresee (Interface Specification, "IC method
/// `raw_rand`"): in the next round.
///
/// The bytes are others each time, and the same in each run, so that scripts can be compared.
enum RawRand: ManagementMethod {
  static let name = "raw_rand"
  static let ways = ManagementWays.canisters
  static let target: String? = nil

  static func call(
    _ call: ManagementCall, of subnet: inout SubnetState
  ) throws(UserError) -> [CandidValue]? {
    subnet.waitingRandomness.append(call.context)
    return nil
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
