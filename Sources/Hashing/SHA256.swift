import Bytes
import CCrypto

/// The hash of FIPS 180-4 that names modules.
package enum SHA256 {
  /// The hash of these bytes in 64 lower-case hexadecimal digits.
  package static func hexadecimalHash(_ bytes: [UInt8]) -> String {
    let hash = [UInt8](unsafeUninitializedCapacity: Int(SHA256_DIGEST_LENGTH)) { hash, count in
      CCrypto.SHA256(bytes, bytes.count, hash.baseAddress)
      count = hash.count
    }
    return hash.hexadecimal
  }
}
