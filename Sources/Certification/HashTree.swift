import Bytes
import Hashing

/// A tree of which all has a hash, and some its content (Interface Specification, "Certificate").
///
/// With the hash of the root, from a signature, the content that is there can be checked.
package indirect enum HashTree: Equatable, Sendable {
  case empty
  case fork(HashTree, HashTree)
  case labeled([UInt8], HashTree)
  case leaf([UInt8])
  /// A part that is left out, of which this is the hash, of 32 bytes.
  case pruned([UInt8])

  /// The hash of the whole tree, of 32 bytes.
  package var digest: [UInt8] {
    switch self {
    case .empty: Self.hash("ic-hashtree-empty", [])
    case .fork(let left, let right): Self.hash("ic-hashtree-fork", left.digest + right.digest)
    case .labeled(let label, let tree): Self.hash("ic-hashtree-labeled", label + tree.digest)
    case .leaf(let bytes): Self.hash("ic-hashtree-leaf", bytes)
    case .pruned(let digest): digest
    }
  }

  /// Hashes of different kinds differ by what comes before the bytes: its length and this.
  private static func hash(_ domain: String, _ bytes: [UInt8]) -> [UInt8] {
    SHA256.hash([UInt8(domain.utf8.count)] + domain.utf8 + bytes)
  }

  /// The tree as certificates have it.
  package var encoded: CBOR {
    switch self {
    case .empty: .array([.unsigned(0)])
    case .fork(let left, let right): .array([.unsigned(1), left.encoded, right.encoded])
    case .labeled(let label, let tree): .array([.unsigned(2), .bytes(label), tree.encoded])
    case .leaf(let bytes): .array([.unsigned(3), .bytes(bytes)])
    case .pruned(let digest): .array([.unsigned(4), .bytes(digest)])
    }
  }
}
