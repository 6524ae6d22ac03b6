import Bytes
import Crypto

/// The hash of FIPS 180-4 that names modules.
package enum SHA256 {
  /// The hash of these bytes in 64 lower-case hexadecimal digits.
  package static func hexadecimalHash(_ bytes: [UInt8]) -> String {
    Array(Crypto.SHA256.hash(data: bytes)).hexadecimal
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
