import Bytes
import Crypto

/// The hash of FIPS 180-4 that names modules.
package enum SHA256 {
  /// The hash of these bytes in 64 lower-case hexadecimal digits.
  package static func hexadecimalHash(_ bytes: [UInt8]) -> String {
    Array(Crypto.SHA256.hash(data: bytes)).hexadecimal
  }
}
