import Candid
import ChainKeys

/// Shows the public key of a canister (Interface Specification, "IC method `ecdsa_public_key`").
enum ECDSAPublicKey: PublicKeyMethod { static let name = "ecdsa_public_key" }

/// Shows the public key of a canister (Interface Specification, "IC method
/// `schnorr_public_key`").
enum SchnorrPublicKey: PublicKeyMethod { static let name = "schnorr_public_key" }

/// Would show a public key for deriving encrypted keys (Interface Specification, "IC method
/// `vetkd_public_key`"): no subnet here holds a key for it.
enum VetKDPublicKey: PublicKeyMethod { static let name = "vetkd_public_key" }

/// A method that shows a public key.
protocol PublicKeyMethod: ThresholdKeyMethod {}

extension PublicKeyMethod {
  static var uses: Bool { false }

  static func call(
    _ call: ManagementCall, with key: ChainKey, of subnet: inout SubnetState
  ) -> [CandidValue] {
    [.record(["public_key": .blob(key.publicKey), "chain_code": .blob(key.chainCode)])]
  }
}
