import Bytes
import Gzip
import Hashing
import Synchronization

/// Bytes that clients send once and refer to by their hash.
final class BlobStore: Sendable {
  private let blobs = Mutex<[String: Blob]>([:])

  /// How many bytes there may be together.
  private static let maximumBytes = 2 << 30

  /// Bytes as they were sent.
  struct Blob: Sendable {
    let bytes: [UInt8]
    let isCompressed: Bool

    /// The bytes.
    func content() throws(ProtocolError) -> [UInt8] {
      guard isCompressed else { return bytes }
      do {
        return try gunzip(bytes, limitBytes: BlobStore.maximumBytes)
      } catch {
        throw .badBlobCompression
      }
    }
  }

  /// Keeps bytes; their hash, in hexadecimal digits.
  func store(_ bytes: [UInt8], encoding: String?) throws(ProtocolError) -> String {
    let encoding = encoding.flatMap { $0.isEmpty ? nil : $0 }
    guard encoding == nil || encoding == "gzip" else { throw .badEncoding(encoding ?? "") }
    let hash = SHA256.hexadecimalHash(bytes)
    let isStored = blobs.withLock { blobs in
      let total = blobs.values.reduce(bytes.count) { $0 + $1.bytes.count }
      guard total <= Self.maximumBytes else { return false }
      blobs[hash] = Blob(bytes: bytes, isCompressed: encoding != nil)
      return true
    }
    guard isStored else { throw .tooManyBlobs }
    return hash
  }

  /// The bytes with a hash.
  func blob(_ hash: String) -> Blob? { blobs.withLock { $0[hash] } }
}
