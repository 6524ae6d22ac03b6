/// A key by which the network signs for canisters (Interface Specification, "Threshold
/// signatures"): one of its own, or one that is derived from that for a canister.
///
/// The front door of this target. On the Internet Computer no node has such a key; here it is a
/// number, so nothing may depend on its being secret. The keys of the network are those of
/// PocketIC, so that public keys are the same there and here.
package struct ChainKey: Equatable, Sendable {
  package let algorithm: Algorithm
  /// The secret scalar, of 32 bytes from the highest one.
  let scalar: [UInt8]
  /// What, together with the public key, makes derived keys unforeseeable: 32 bytes.
  package let chainCode: [UInt8]

  /// What a key is for.
  package enum Algorithm: String, Codable, CaseIterable, Sendable {
    case ecdsaSecp256k1, bip340Secp256k1, ed25519
  }

  /// The network's key of this name.
  package init(_ algorithm: Algorithm, named name: String) {
    let seed = [UInt8](repeating: 42, count: 32)
    let scalar: [UInt8] =
      switch algorithm {
      case .ecdsaSecp256k1, .bip340Secp256k1: Secp256k1.scalar(fromSeed: seed)
      case .ed25519: Edwards25519.scalar(fromSeed: seed)
      }
    let first = ChainKey(algorithm, scalar: scalar, chainCode: Self.firstChainCode)
    self.init(
      algorithm, scalar: first.derived(by: [Array(name.utf8)]).scalar,
      chainCode: Self.firstChainCode)
  }

  private static let firstChainCode = [UInt8](repeating: 0, count: 32)

  init(_ algorithm: Algorithm, scalar: [UInt8], chainCode: [UInt8]) {
    self.algorithm = algorithm
    self.scalar = scalar
    self.chainCode = chainCode
  }

  /// The key that belongs to a path: each element derives another one.
  package func derived(by path: [[UInt8]]) -> ChainKey {
    path.reduce(self) { key, element in
      switch algorithm {
      case .ecdsaSecp256k1, .bip340Secp256k1: key.derivedOnSecp256k1(by: element)
      case .ed25519: key.derivedOnEdwards25519(by: element)
      }
    }
  }

  /// The public key: compressed, of 33 bytes, or that of Ed25519, of 32.
  package var publicKey: [UInt8] {
    let scalar = Integer(bigEndian: scalar)
    return switch algorithm {
    case .ecdsaSecp256k1, .bip340Secp256k1: Secp256k1().multiplyGenerator(by: scalar).bytes
    case .ed25519: Edwards25519().multiplyBase(by: scalar)
    }
  }
}
