import Crypto

extension Edwards25519 {
  /// The scalar of a seed: that of the private key that its hash is (RFC 8032,
  /// section 5.1.5).
  static func scalar(fromSeed seed: [UInt8]) -> [UInt8] {
    let key = Array(SHA512.hash(data: seed).prefix(32))
    var bytes = Array(SHA512.hash(data: key).prefix(32))
    bytes[0] &= 0xF8
    bytes[31] = bytes[31] & 0x7F | 0x40
    return Edwards25519().scalars.reduce(Integer(littleEndian: bytes)).bigEndian()
  }
}

extension ChainKey {
  /// The key for the next element of a path.
  func derivedOnEdwards25519(by element: [UInt8]) -> ChainKey {
    let curve = Edwards25519()
    let secret = Integer(bigEndian: scalar)
    let bytes = HKDF<SHA512>.deriveKey(
      inputKeyMaterial: SymmetricKey(data: curve.multiplyBase(by: secret) + element),
      salt: chainCode, info: Array("Ed25519".utf8), outputByteCount: 96
    ).withUnsafeBytes { Array($0) }
    let offset = curve.scalars.reduce(Integer(bigEndian: Array(bytes[..<64])))
    return ChainKey(
      algorithm, scalar: curve.scalars.add(secret, offset).bigEndian(),
      chainCode: Array(bytes[64...]))
  }

  /// The signature of a message (RFC 8032, section 5.1.6).
  ///
  /// A derived key has no hash from which the secret number of each signature comes: the scalar and
  /// the chain code stand for it.
  package func ed25519Signature(of message: [UInt8]) -> [UInt8] {
    let curve = Edwards25519()
    let secret = Integer(bigEndian: scalar)
    let prefix = Array(SHA512.hash(data: secret.littleEndian() + chainCode).prefix(32))
    let publicKey = curve.multiplyBase(by: secret)
    let nonce = Self.scalar(ofHash: prefix + message, on: curve)
    let point = curve.multiplyBase(by: nonce)
    let challenge = Self.scalar(ofHash: point + publicKey + message, on: curve)
    let product = curve.scalars.multiply(challenge, secret)
    return point + curve.scalars.add(nonce, product).littleEndian()
  }

  private static func scalar(ofHash bytes: [UInt8], on curve: Edwards25519) -> Integer {
    curve.scalars.reduce(Integer(littleEndian: Array(SHA512.hash(data: bytes))))
  }
}
