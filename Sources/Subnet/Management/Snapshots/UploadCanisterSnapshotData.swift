import Candid

/// Writes a piece of a snapshot that was made by its metadata (Interface Specification, "IC method
/// `upload_canister_snapshot_data`").
enum UploadCanisterSnapshotData: ManagementMethod {
  static let name = "upload_canister_snapshot_data"

  static func call(
    _ call: ManagementCall, of subnet: inout SubnetState
  ) throws(UserError) -> [CandidValue]? {
    let (id, bytes) = (call.canister, call.argument["chunk"].bytes)
    let snapshot = try subnet.snapshot(
      SnapshotID(bytes: call.argument["snapshot_id"].bytes), of: id)
    guard snapshot.isUploaded else { throw .snapshotImmutable }
    guard let (part, place) = SnapshotPart.named(by: call.argument["kind"]) else {
      try subnet.pay(
        forSnapshotInstructions: CanisterState.chunkBytes, of: id, by: call.caller)
      let chunks = try subnet.adding(bytes, to: snapshot.chunks, of: id, by: call.caller)
      let index = subnet.canisters[id]?.snapshots.firstIndex { $0.id == snapshot.id }
      if let index { subnet.canisters[id]?.snapshots[index].chunks = chunks }
      return []
    }
    let (offset, size) = (place["offset"].number ?? 0, UInt64(bytes.count))
    try subnet.pay(forSnapshotInstructions: size, of: id, by: call.caller)
    try snapshot.check(part, offset: offset, size: size)
    subnet.effects.append(
      .store(bytes, .snapshot(snapshot.id, part, offset: offset, size: size)))
    return []
  }
}
