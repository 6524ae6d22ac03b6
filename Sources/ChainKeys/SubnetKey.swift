import COpenSSL
import Crypto

/// The key by which a subnet signs what it certifies (Interface Specification, "Certificate").
///
/// On the Internet Computer no node has such a key; here it is a number that comes from the
/// subnet's seed, so nothing may depend on its being secret.
package struct SubnetKey: Sendable {
  /// The public key, of 96 bytes.
  package let publicKey: [UInt8]

  /// The key that belongs to a seed: the same each time.
  package init(seed: [UInt8]) {
    let curve = BLS12381()
    let hash = Array(SHA512.hash(data: Array("subnet key".utf8) + seed))
    self.init(scalar: curve.scalars.reduce(Integer(bigEndian: hash)), curve)
  }

  init(scalar: Integer, _ curve: BLS12381 = BLS12381()) {
    publicKey = curve.multiplyGenerator(by: scalar)
  }

  /// The public key in DER, with the names of its algorithm and its curve: 133 bytes.
  package var derPublicKey: [UInt8] { Self.derPrefix + publicKey }

  private static let derPrefix: [UInt8] =
    [0x30, 0x81, 0x82, 0x30, 0x1D]
    + [0x06, 0x0D, 0x2B, 0x06, 0x01, 0x04, 0x01, 0x82, 0xDC, 0x7C, 0x05, 0x03, 0x01, 0x02, 0x01]
    + [0x06, 0x0C, 0x2B, 0x06, 0x01, 0x04, 0x01, 0x82, 0xDC, 0x7C, 0x05, 0x03, 0x02, 0x01]
    + [0x03, 0x61, 0x00]

  /// The bytes of the principal of the key's owner (Interface Specification,
  /// "Special forms of Principals").
  package var selfAuthenticatingID: [UInt8] {
    var hash = [UInt8](repeating: 0, count: 28)
    let key = derPublicKey
    _ = required(SHA224(key, key.count, &hash))
    return hash + [2]
  }
}
