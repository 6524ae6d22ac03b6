import Candid

/// Reads a piece of a snapshot (Interface Specification, "IC method
/// `read_canister_snapshot_data`").
enum ReadCanisterSnapshotData: ManagementMethod {
  static let name = "read_canister_snapshot_data"
  static let access = ManagementAccess.snapshotViewers

  /// What reading costs beside the bytes, as so many instructions.
  private static let instructions: UInt64 = 5_000_000
  /// How much can be read at once.
  private static let maximumBytes: UInt64 = 2_000_000

  static func call(
    _ call: ManagementCall, of subnet: inout SubnetState
  ) throws(UserError) -> [CandidValue]? {
    let id = SnapshotID(bytes: call.argument["snapshot_id"].bytes)
    let snapshot = try subnet.snapshot(id, of: call.canister)
    let kind = call.argument["kind"]
    guard let (part, place) = SnapshotPart.named(by: kind) else {
      try subnet.pay(
        forSnapshotInstructions: instructions + CanisterState.chunkBytes, of: call.canister,
        by: call.caller)
      let hash = kind.variant(of: ["wasm_chunk"])?.value["hash"].bytes ?? []
      guard snapshot.chunks.contains(hash) else { throw .noChunkOfSnapshot(hash) }
      subnet.read(.chunk(hash: hash), in: call.context)
      return nil
    }
    let (offset, size) = (place["offset"].number ?? 0, place["size"].number ?? 0)
    guard size <= maximumBytes else { throw .sliceTooLarge(size, limit: maximumBytes) }
    try subnet.pay(
      forSnapshotInstructions: instructions + size, of: call.canister, by: call.caller)
    if part == .module && snapshot.lacksModule { throw .snapshotWithoutModule(id) }
    try snapshot.check(part, offset: offset, size: size)
    subnet.read(.snapshot(id, part, offset: offset, size: size), in: call.context)
    return nil
  }
}

/// A part of a snapshot that has many bytes.
package enum SnapshotPart: String, Codable, CaseIterable, Sendable {
  case module, heap, stableMemory

  private var name: String {
    switch self {
    case .module: "wasm_module"
    case .heap: "wasm_memory"
    case .stableMemory: "stable_memory"
    }
  }

  /// The part that a variant of a call names, and where in it; nil if it names none of these.
  static func named(by kind: CandidValue) -> (part: SnapshotPart, place: CandidValue)? {
    for part in allCases {
      if let place = kind.variant(of: [part.name])?.value { return (part, place) }
    }
    return nil
  }
}

extension CanisterSnapshot {
  /// Checks that so many bytes are within a part of the snapshot.
  func check(_ part: SnapshotPart, offset: UInt64, size: UInt64) throws(UserError) {
    let available =
      switch part {
      case .module: content.moduleBytes
      case .heap: content.heapBytes
      case .stableMemory: content.stableMemoryBytes
      }
    let (end, overflows) = offset.addingReportingOverflow(size)
    guard !overflows, end <= available else { throw .invalidSlice(offset: offset, size: size) }
  }
}
