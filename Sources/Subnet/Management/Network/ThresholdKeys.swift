import Candid
import Executions

/// The methods of threshold keys, of which no subnet here holds any (Interface Specification, "IC
/// method `ecdsa_public_key`" and those that follow).
enum ThresholdKeys {
  static let methods: [any ManagementMethod.Type] = [
    ECDSAPublicKey.self, SignWithECDSA.self, SchnorrPublicKey.self, SignWithSchnorr.self,
    VetKDPublicKey.self, VetKDDeriveKey.self,
  ]
}

/// A method that finds no key.
private protocol ThresholdKeyMethod: ManagementMethod {
  /// Whether the key has to be enabled, too.
  static var uses: Bool { get }
}

private enum ECDSAPublicKey: ThresholdKeyMethod {
  static let name = "ecdsa_public_key"
  static let uses = false
}

private enum SignWithECDSA: ThresholdKeyMethod {
  static let name = "sign_with_ecdsa"
  static let uses = true
}

private enum SchnorrPublicKey: ThresholdKeyMethod {
  static let name = "schnorr_public_key"
  static let uses = false
}

private enum SignWithSchnorr: ThresholdKeyMethod {
  static let name = "sign_with_schnorr"
  static let uses = true
}

private enum VetKDPublicKey: ThresholdKeyMethod {
  static let name = "vetkd_public_key"
  static let uses = false
}

private enum VetKDDeriveKey: ThresholdKeyMethod {
  static let name = "vetkd_derive_key"
  static let uses = true
}

extension ThresholdKeyMethod {
  static var ways: ManagementWays { .canisters }
  static var target: String? { nil }

  static func call(
    _ call: ManagementCall, of subnet: inout SubnetState
  ) throws(UserError) -> [CandidValue]? {
    let key = keyName(call.argument["key_id"])
    let text =
      uses
      ? "Requested unknown or disabled threshold key: \(key), existing enabled keys: []"
      : "Requested unknown threshold key: \(key), existing keys: []"
    let rejection = Rejection.unroutable(name, "ChainKeyError(\(text.quoted))")
    subnet.finish(call.context, answer: .failure(rejection))
    return nil
  }

  /// A key by its scheme, its curve or algorithm, and its name.
  private static func keyName(_ key: CandidValue) -> String {
    let schemes = [
      "secp256k1": "ecdsa:Secp256k1", "bls12_381_g2": "vetkd:Bls12_381_G2",
      "bip340secp256k1": "schnorr:Bip340Secp256k1", "ed25519": "schnorr:Ed25519",
    ]
    let names = Array(schemes.keys)
    let scheme = key["curve"].variant(of: names) ?? key["algorithm"].variant(of: names)
    return "\(schemes[scheme?.name ?? ""] ?? ""):\(key["name"].string)"
  }
}
