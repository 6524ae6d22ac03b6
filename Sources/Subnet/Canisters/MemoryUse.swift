/// What a canister uses of the subnet's memory, in bytes (Interface Specification, "Memory
/// Metrics").
package struct MemoryUse: Equatable, Sendable {
  package let heapBytes: UInt64
  package let stableMemoryBytes: UInt64
  package let globalsBytes: UInt64
  /// The module as it was given.
  package let moduleBytes: UInt64
  package let metadataBytes: UInt64
  package let historyBytes: UInt64
  package let chunkStoreBytes: UInt64
  package let snapshotsBytes: UInt64
  package let logBytes: UInt64

  /// What an uninstallation drops.
  var uninstalledBytes: UInt64 {
    heapBytes + stableMemoryBytes + globalsBytes + moduleBytes + metadataBytes + chunkStoreBytes
      + logBytes
  }

  package var totalBytes: UInt64 {
    heapBytes + stableMemoryBytes + globalsBytes + moduleBytes + metadataBytes + historyBytes
      + chunkStoreBytes + snapshotsBytes + logBytes
  }
}

extension CanisterState {
  /// What the canister uses of the subnet's memory.
  package var memory: MemoryUse {
    MemoryUse(
      heapBytes: heapPages * Self.pageBytes, stableMemoryBytes: stablePages * Self.pageBytes,
      globalsBytes: code?.sizes.globalsBytes ?? 0, moduleBytes: code?.sizes.moduleBytes ?? 0,
      metadataBytes: code?.sizes.metadataBytes ?? 0, historyBytes: history.sizeBytes,
      chunkStoreBytes: Self.chunkBytes * UInt64(chunks.count),
      snapshotsBytes: snapshots.reduce(0) { $0 + $1.sizeBytes },
      // There is no log without code.
      logBytes: code == nil ? 0 : log.storeBytes)
  }

  /// Whether the numbers are of a canister that there can be, so that they can be added up.
  var isPlausible: Bool {
    let sizes = code?.sizes ?? CodeDescription.Sizes()
    return settings.computeAllocationPercent <= 100
      && [heapPages, stablePages].allSatisfy { $0 < 1 << 32 }
      && [
        settings.memoryAllocationBytes, sizes.moduleBytes, sizes.metadataBytes, sizes.globalsBytes,
      ]
      .allSatisfy { $0 < 1 << 48 }
      && snapshotCount < .max / 2 && snapshots.count <= 10
      && snapshots.map(\.content).allSatisfy { content in
        [content.moduleBytes, content.heapBytes, content.stableMemoryBytes]
          .allSatisfy { $0 < 1 << 48 }
      }
  }

  /// What the subnet must keep for the canister: what it uses, or more if that is set aside.
  package var allocatedBytes: UInt64 { max(memory.totalBytes, settings.memoryAllocationBytes) }
}
