import Bytes
import Candid

/// A state of a canister to come back to (Interface Specification, "IC method
/// `take_canister_snapshot`"): what is known of it; its bytes are the host's.
package struct CanisterSnapshot: Codable, Equatable, Sendable {
  package let id: SnapshotID
  /// Nil if the snapshot was uploaded: then its module is among its bytes.
  package let code: CodeDescription?
  let takenAtNanoseconds: UInt64
  /// The version of the canister when it was taken.
  let version: UInt64
  package let content: Content
  /// The hashes of the chunks that the canister had.
  var chunks: [[UInt8]]

  /// What is in a snapshot beside its memories and its module.
  package struct Content: Codable, Equatable, Sendable {
    package var moduleBytes: UInt64
    package var heapBytes: UInt64
    package var stableMemoryBytes: UInt64
    package var globals: [Global]
    package var certifiedData: [UInt8]
    package var globalTimer: Timer?
    package var lowMemory: CanisterState.LowMemory?

    package init(
      moduleBytes: UInt64, heapBytes: UInt64, stableMemoryBytes: UInt64, globals: [Global],
      certifiedData: [UInt8]
    ) {
      self.moduleBytes = moduleBytes
      self.heapBytes = heapBytes
      self.stableMemoryBytes = stableMemoryBytes
      self.globals = globals
      self.certifiedData = certifiedData
    }
  }

  /// A global by its type, with all of its bits.
  package enum Global: Codable, Equatable, Sendable {
    case i32(UInt32), i64(UInt64), f32(UInt32), f64(UInt64), v128(UInt128)
  }

  /// Whether the global timer is on, and when it is due.
  package enum Timer: Codable, Equatable, Sendable {
    case off
    case due(UInt64)
  }

  var isUploaded: Bool { code == nil }

  /// The bytes that the canister pays for.
  var sizeBytes: UInt64 {
    content.moduleBytes + content.heapBytes + content.stableMemoryBytes
      + UInt64(content.certifiedData.count)
      + CodeDescription.globalsBytes(count: UInt64(content.globals.count))
      + CanisterState.chunkBytes * UInt64(chunks.count)
  }
}

extension CanisterSnapshot {
  /// Whether the module is not known: only a program that was compiled from it.
  var lacksModule: Bool { !isUploaded && content.moduleBytes == 0 }
}

extension CanisterState {
  /// What a snapshot of the canister would take of its memory.
  var snapshotBytes: UInt64 {
    let memory = memory
    return memory.moduleBytes + memory.heapBytes + memory.stableMemoryBytes + memory.globalsBytes
      + memory.chunkStoreBytes + UInt64(certifiedData.count)
  }
}

/// The id of a snapshot: its number among those of a canister, and the canister.
package struct SnapshotID: Codable, Hashable, Sendable {
  package let bytes: [UInt8]

  private static let numberBytes = 8

  /// Parses an id from its text.
  init(bytes: [UInt8]) { self.bytes = bytes }

  init(number: UInt64, of canister: Principal) {
    bytes = number.bigEndianBytes + canister.bytes
  }

  /// The canister whose snapshot it is.
  var canister: Principal? { Principal(bytes: Array(bytes.dropFirst(Self.numberBytes))) }
}

extension SnapshotID: CustomStringConvertible {
  /// The bytes in hexadecimal digits.
  package var description: String { bytes.hexadecimal }
}
