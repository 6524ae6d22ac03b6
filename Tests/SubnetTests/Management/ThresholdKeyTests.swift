import Candid
import Crypto
import Executions
import Testing

@testable import Subnet

/// Public keys and signatures of canisters.
struct ThresholdKeyTests {
  private static func key(_ kind: String, _ scheme: String, _ name: String) -> CandidValue {
    .record([kind: .variant(scheme, .null), "name": .text(name)])
  }

  private static let path = CandidValue.vector([.blob([1]), .blob([])])

  @Test func signaturesBelongToThePublicKey() throws {
    var subnet = ManagedSubnet(keyNames: ["key_1"])
    let id = subnet.add(1)
    let key = Self.key("algorithm", "ed25519", "key_1")
    let publicKey = try subnet.result(
      "schnorr_public_key", ["derivation_path": Self.path, "key_id": key], from: id)
    let signature = try subnet.result(
      "sign_with_schnorr",
      ["message": .blob([7, 7]), "derivation_path": Self.path, "key_id": key], from: id)
    let verifier = try Curve25519.Signing.PublicKey(
      rawRepresentation: publicKey["public_key"].bytes)
    #expect(verifier.isValidSignature(signature["signature"].bytes, for: [UInt8]([7, 7])))
  }

  /// A canister may ask for another one's public key, but signs with its own.
  @Test func keysAreThoseOfACanister() throws {
    var subnet = ManagedSubnet(keyNames: ["key_1"])
    let (one, two) = (subnet.add(1), subnet.add(2))
    let fields = [
      "derivation_path": Self.path, "key_id": Self.key("curve", "secp256k1", "key_1"),
    ]
    let own = try subnet.result("ecdsa_public_key", fields, from: one)
    let other = try subnet.result("ecdsa_public_key", fields, from: two)
    let asked = try subnet.result(
      "ecdsa_public_key", fields.merging(["canister_id": .option(.principal(one))]) { $1 },
      from: two)
    #expect(own == asked && own != other && own["public_key"].bytes.count == 33)
  }

  @Test(
    arguments: [
      (
        "sign_with_ecdsa",
        [
          "message_hash": .blob([1, 2]), "derivation_path": path,
          "key_id": key("curve", "secp256k1", "key_1"),
        ], "Error decoding candid: invalid length 2, expected an array of length 32"
      ),
      (
        "ecdsa_public_key",
        [
          "derivation_path": .vector([CandidValue](repeating: .blob([]), count: 256)),
          "key_id": key("curve", "secp256k1", "key_1"),
        ], "Error decoding candid: The number of elements exceeds maximum allowed 255"
      ),
      (
        "sign_with_schnorr",
        [
          "message": .blob([1]), "derivation_path": path,
          "key_id": key("algorithm", "ed25519", "key_1"),
          "aux": .option(.variant("bip341", .record(["merkle_root_hash": .blob([])]))),
        ], "Error decoding candid: BIP 341 is not for keys of Ed25519"
      ),
      (
        "sign_with_schnorr",
        [
          "message": .blob([1]), "derivation_path": path,
          "key_id": key("algorithm", "bip340secp256k1", "key_1"),
          "aux": .option(.variant("bip341", .record(["merkle_root_hash": .blob([1])]))),
        ],
        "Error decoding candid: invalid length 1 of merkle_root_hash, expected 0 or 32"
      ),
    ] as [(String, [String: CandidValue], String)])
  func malformedRequestsAreRefused(
    method: String, fields: [String: CandidValue], text: String
  ) {
    var subnet = ManagedSubnet(keyNames: ["key_1"])
    let id = subnet.add(1)
    #expect(subnet.call(method, fields, from: id).rejection == "4 \(text)")
  }

  /// The subnet that holds the key answers the calls of all others.
  @Test func callsGoToTheSubnetThatHoldsTheKey() throws {
    let topology = NetworkTopology([.fiduciary, .application])
    #expect(topology.subnets.map(\.settings.keyNames) == [["key_1"], []])
    let application = try #require(topology.subnets.last?.settings)
    var network = NetworkState()
    for subnet in topology.subnets {
      _ = network.apply(.addSubnet(subnet.settings, timeNanoseconds: 1))
    }
    let holder = topology.subnets.first?.settings.id
    let arguments = ["key_1", "other"].map { name in
      ManagementInterface.argument(
        ["derivation_path": Self.path, "key_id": Self.key("curve", "secp256k1", name)],
        of: "ecdsa_public_key")
    }
    let destinations = arguments.map { payload in
      network.subnet(
        receiving: OutgoingCall(
          callee: .management, method: "ecdsa_public_key", payload: payload))
    }
    #expect(destinations == [holder, nil] && holder != application.id)
  }
}
