import CCrypto

/// The hash of FIPS 180-4 that names modules.
package enum SHA256 {
  /// The hash of these bytes in 64 lower-case hexadecimal digits.
  package static func hexadecimalHash(_ bytes: [UInt8]) -> String {
    let hash = [UInt8](unsafeUninitializedCapacity: Int(SHA256_DIGEST_LENGTH)) { hash, count in
      CCrypto.SHA256(bytes, bytes.count, hash.baseAddress)
      count = hash.count
    }
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: hash.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
