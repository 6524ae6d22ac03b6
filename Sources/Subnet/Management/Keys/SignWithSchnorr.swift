import Candid
import ChainKeys

/// Signs a message for a canister (Interface Specification, "IC method `sign_with_schnorr`").
enum SignWithSchnorr: ThresholdKeyMethod {
  static let name = "sign_with_schnorr"
  static let uses = true

  static func call(
    _ call: ManagementCall, with key: ChainKey, of subnet: inout SubnetState
  ) throws(UserError) -> [CandidValue] {
    let message = call.argument["message"].bytes
    let root = call.argument["aux"].content?.variant(of: ["bip341"])?
      .value["merkle_root_hash"].bytes
    if let root {
      guard key.algorithm == .bip340Secp256k1 else {
        throw .undecodablePayload(reason: "BIP 341 is not for keys of Ed25519")
      }
      guard root.isEmpty || root.count == 32 else {
        throw .undecodablePayload(
          reason: "invalid length \(root.count) of merkle_root_hash, expected 0 or 32")
      }
    }
    let signature =
      key.algorithm == .ed25519
      ? key.ed25519Signature(of: message) : key.bip340Signature(of: message, merkleRoot: root)
    return [.record(["signature": .blob(signature)])]
  }
}
