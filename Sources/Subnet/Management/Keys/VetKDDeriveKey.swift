import Candid
import ChainKeys

/// Would derive an encrypted key (Interface Specification, "IC method `vetkd_derive_key`"): no
/// subnet here holds the key for it, so each call is refused.
enum VetKDDeriveKey: ThresholdKeyMethod {
  static let name = "vetkd_derive_key"
  static let uses = true

  static func call(
    _ call: ManagementCall, with key: ChainKey, of subnet: inout SubnetState
  ) -> [CandidValue] { [] }
}
