import Candid
import ChainKeys
import Executions

/// A key of the network as calls name it (Interface Specification, "Threshold signatures").
struct ThresholdKey: Equatable {
  /// As replicas write it, such as `ecdsa:Secp256k1`.
  let scheme: String
  let name: String

  /// What a key is for, with the words for it in replicas and in calls; nil if no subnet here can
  /// hold such keys.
  private static let schemes: [(candid: String, scheme: String, ChainKey.Algorithm?)] = [
    ("secp256k1", "ecdsa:Secp256k1", .ecdsaSecp256k1),
    ("bip340secp256k1", "schnorr:Bip340Secp256k1", .bip340Secp256k1),
    ("ed25519", "schnorr:Ed25519", .ed25519),
    ("bls12_381_g2", "vetkd:Bls12_381_G2", nil),
  ]

  /// The key that the field `key_id` of an argument names.
  init(_ id: CandidValue) {
    let names = Self.schemes.map(\.candid)
    let variant = id["curve"].variant(of: names) ?? id["algorithm"].variant(of: names)
    scheme = Self.schemes.first { $0.candid == variant?.name }?.scheme ?? ""
    name = id["name"].string
  }

  private init(scheme: String, name: String) {
    self.scheme = scheme
    self.name = name
  }

  /// The keys of a subnet that holds keys of these names, in the order of their texts.
  static func all(named names: [String]) -> [ThresholdKey] {
    schemes.filter { $0.2 != nil }
      .flatMap { scheme in names.map { ThresholdKey(scheme: scheme.scheme, name: $0) } }
      .sorted { $0.text < $1.text }
  }

  /// The key as replicas write it.
  var text: String { "\(scheme):\(name)" }

  /// The key itself; nil if no subnet here can hold it.
  var chainKey: ChainKey? {
    Self.schemes.first { $0.scheme == scheme }?.2.map { ChainKey($0, named: name) }
  }
}

/// A method that needs a key, which a subnet of the network must hold.
protocol ThresholdKeyMethod: ManagementMethod {
  /// Whether the method signs, for which the key has to be enabled, too.
  static var uses: Bool { get }

  /// Carries a call out with the key of the canister, or of the caller's, that it is about.
  static func call(
    _ call: ManagementCall, with key: ChainKey, of subnet: inout SubnetState
  ) throws(UserError) -> [CandidValue]
}

extension ThresholdKeyMethod {
  static var ways: ManagementWays { .canisters }
  static var target: String? { nil }

  static func call(
    _ call: ManagementCall, of subnet: inout SubnetState
  ) throws(UserError) -> [CandidValue]? {
    let key = ThresholdKey(call.argument["key_id"])
    guard subnet.settings.holds(key), let chainKey = key.chainKey else {
      let keys = ThresholdKey.all(named: subnet.settings.keyNames)
      subnet.finish(call.context, answer: .failure(refusal(of: key, existing: keys)))
      return nil
    }
    if uses { try subnet.take(subnet.settings.keyCost, for: name, of: call.context) }
    let owner = call.argument["canister_id"].content?.principal ?? call.caller
    let path = call.argument["derivation_path"].elements.map(\.bytes)
    guard path.count <= 255 else {
      throw .undecodablePayload(reason: "The number of elements exceeds maximum allowed 255")
    }
    return try self.call(call, with: chainKey.derived(by: [owner.bytes] + path), of: &subnet)
  }

  /// The answer to a call that needs a key that no subnet holds.
  static func refusal(of key: ThresholdKey, existing: [ThresholdKey]) -> Rejection {
    let keys = existing.map(\.text).joined(separator: ", ")
    let text =
      uses
      ? "Requested unknown or disabled threshold key: \(key.text), existing enabled keys: [\(keys)]"
      : "Requested unknown threshold key: \(key.text), existing keys: [\(keys)]"
    return .unroutable(name, "ChainKeyError(\(text.quoted))")
  }
}

extension SubnetSettings {
  /// Whether the subnet holds a key.
  func holds(_ key: ThresholdKey) -> Bool {
    ThresholdKey.all(named: keyNames).contains(key)
  }
}
