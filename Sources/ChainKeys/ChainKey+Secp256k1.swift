import Crypto

extension Secp256k1 {
  /// The scalar of a seed.
  static func scalar(fromSeed seed: [UInt8]) -> [UInt8] {
    let hash = Array(SHA256.hash(data: seed))
    return Secp256k1().scalars.reduce(Integer(bigEndian: hash)).bigEndian()
  }
}

extension ChainKey {
  /// The key for the next element of a path: as BIP 32 has it, but that elements are any bytes.
  func derivedOnSecp256k1(by element: [UInt8]) -> ChainKey {
    let curve = Secp256k1()
    let secret = Integer(bigEndian: scalar)
    var input = curve.multiplyGenerator(by: secret).bytes
    while true {
      let hash = Array(
        HMAC<SHA512>.authenticationCode(
          for: input + element, using: SymmetricKey(data: chainCode)))
      let (offset, next) = (Integer(bigEndian: Array(hash[..<32])), Array(hash[32...]))
      let sum = curve.scalars.add(secret, curve.scalars.reduce(offset))
      if offset < curve.scalars.prime && !sum.isZero {
        return ChainKey(algorithm, scalar: sum.bigEndian(), chainCode: next)
      }
      // As good as never: such numbers are left out.
      input = [1] + next
    }
  }
}

/// ECDSA (SEC 1, section 4.1.3).
extension ChainKey {
  /// The signature of a hash of 32 bytes: r and s, the latter in the lower half of its range.
  ///
  /// The secret number of each signature comes from the key and the hash (RFC 6979).
  package func ecdsaSignature(ofHash hash: [UInt8]) -> [UInt8] {
    let curve = Secp256k1()
    let scalars = curve.scalars
    let secret = Integer(bigEndian: scalar)
    let message = scalars.reduce(Integer(bigEndian: hash))
    var nonces = DeterministicNonces(secret: scalar, hash: message.bigEndian())
    while true {
      let nonce = Integer(bigEndian: nonces.next())
      guard !nonce.isZero && nonce < scalars.prime else { continue }
      let point = curve.multiplyGenerator(by: nonce)
      let r = scalars.reduce(Integer(bigEndian: point.x))
      let sum = scalars.add(message, scalars.multiply(r, secret))
      let s = scalars.multiply(scalars.invert(nonce), sum)
      guard !r.isZero && !s.isZero else { continue }
      let other = scalars.negate(s)
      return r.bigEndian() + (other < s ? other : s).bigEndian()
    }
  }
}

/// The numbers of RFC 6979, section 3.2, with SHA-256.
private struct DeterministicNonces {
  private var key = [UInt8](repeating: 0, count: 32)
  private var value = [UInt8](repeating: 1, count: 32)
  private var isFirst = true

  init(secret: [UInt8], hash: [UInt8]) {
    for separator in [UInt8(0), 1] {
      key = authenticated(value + [separator] + secret + hash)
      value = authenticated(value)
    }
  }

  mutating func next() -> [UInt8] {
    if !isFirst {
      key = authenticated(value + [0])
      value = authenticated(value)
    }
    isFirst = false
    value = authenticated(value)
    return value
  }

  private func authenticated(_ bytes: [UInt8]) -> [UInt8] {
    Array(HMAC<SHA256>.authenticationCode(for: bytes, using: SymmetricKey(data: key)))
  }
}

/// Schnorr's signatures for Bitcoin (BIP 340 and BIP 341).
extension ChainKey {
  /// The signature of a message, by the key or by the one that is tweaked with a root of scripts,
  /// which is empty or has 32 bytes.
  package func bip340Signature(of message: [UInt8], merkleRoot: [UInt8]? = nil) -> [UInt8] {
    let curve = Secp256k1()
    let scalars = curve.scalars
    var (secret, x) = Self.withEvenY(Integer(bigEndian: scalar), on: curve)
    if let merkleRoot {
      let tweak = scalars.reduce(Integer(bigEndian: Self.tagged("TapTweak", x + merkleRoot)))
      (secret, x) = Self.withEvenY(scalars.add(secret, tweak), on: curve)
    }
    let mask = Self.tagged("BIP0340/aux", [UInt8](repeating: 0, count: 32))
    let masked = zip(secret.bigEndian(), mask).map { $0 ^ $1 }
    let seed = Integer(bigEndian: Self.tagged("BIP0340/nonce", masked + x + message))
    let (nonce, r) = Self.withEvenY(scalars.reduce(seed), on: curve)
    let challenge = scalars.reduce(
      Integer(bigEndian: Self.tagged("BIP0340/challenge", r + x + message)))
    return r + scalars.add(nonce, scalars.multiply(challenge, secret)).bigEndian()
  }

  /// A scalar or its negative, whichever has a point with an even y; and the x of that.
  private static func withEvenY(_ scalar: Integer, on curve: Secp256k1) -> (Integer, [UInt8]) {
    let point = curve.multiplyGenerator(by: scalar)
    return (point.hasOddY ? curve.scalars.negate(scalar) : scalar, point.x)
  }

  private static func tagged(_ tag: String, _ bytes: [UInt8]) -> [UInt8] {
    let tag = Array(SHA256.hash(data: Array(tag.utf8)))
    return Array(SHA256.hash(data: tag + tag + bytes))
  }
}
