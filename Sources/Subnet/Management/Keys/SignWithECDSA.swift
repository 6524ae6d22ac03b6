import Candid
import ChainKeys

/// Signs a hash for a canister (Interface Specification, "IC method `sign_with_ecdsa`").
enum SignWithECDSA: ThresholdKeyMethod {
  static let name = "sign_with_ecdsa"
  static let uses = true

  static func call(
    _ call: ManagementCall, with key: ChainKey, of subnet: inout SubnetState
  ) throws(UserError) -> [CandidValue] {
    let hash = call.argument["message_hash"].bytes
    guard hash.count == 32 else {
      throw .undecodablePayload(
        reason: "invalid length \(hash.count), expected an array of length 32")
    }
    return [.record(["signature": .blob(key.ecdsaSignature(ofHash: hash))])]
  }
}
