internal import CanisterRuntime

/// The committed part of a canister's state, as its files have it, even while a process uses it.
package struct CommittedState: Equatable, Sendable {
  /// In pages of 64 KiB.
  package let heapPages: UInt64
  /// In pages of 64 KiB.
  package let stablePages: UInt64
  package let version: UInt64
  /// Counts commits.
  package let generation: UInt64
  /// 0 if it is off.
  package let globalTimer: UInt64
  package let certifiedData: [UInt8]
  package let owner: Owner

  /// The module that a state belongs to.
  package enum Owner: Equatable, Sendable {
    case module(hash: String)
    /// No code was ever installed there.
    case nobody
  }

  init(_ metadata: borrowing StateMetadata) {
    heapPages = metadata.fields.heap_bytes / StateFolder.pageBytes
    stablePages = metadata.fields.stable_bytes / StateFolder.pageBytes
    version = metadata.fields.version
    generation = metadata.fields.generation
    globalTimer = metadata.fields.global_timer
    certifiedData = metadata.certifiedData
    owner = metadata.fields.is_installed ? .module(hash: metadata.module) : .nobody
  }
}
