import Bytes
import Crypto

/// The hash of FIPS 180-4 that names modules.
package enum SHA256 {
  /// The 32 bytes of the hash of these bytes.
  package static func hash(_ bytes: [UInt8]) -> [UInt8] { Array(Crypto.SHA256.hash(data: bytes)) }

  /// The hash of these bytes in 64 lower-case hexadecimal digits.
  package static func hexadecimalHash(_ bytes: [UInt8]) -> String {
    hash(bytes).hexadecimal
  }

  /// The hash of bytes that come piece by piece.
  package struct Incremental {
    private var hash = Crypto.SHA256()

    package init() {}

    /// Adds a piece.
    package mutating func update(_ bytes: [UInt8]) { hash.update(data: bytes) }

    /// The hash of all pieces in 64 lower-case hexadecimal digits.
    package var hexadecimalHash: String { Array(hash.finalize()).hexadecimal }
  }
}
