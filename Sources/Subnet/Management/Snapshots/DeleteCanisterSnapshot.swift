import Candid

/// Deletes a snapshot of a canister (Interface Specification, "IC method
/// `delete_canister_snapshot`").
enum DeleteCanisterSnapshot: ManagementMethod {
  static let name = "delete_canister_snapshot"

  static func call(
    _ call: ManagementCall, of subnet: inout SubnetState
  ) throws(UserError) -> [CandidValue]? {
    let id = SnapshotID(bytes: call.argument["snapshot_id"].bytes)
    let snapshot = try subnet.snapshot(id, of: call.canister)
    let usedBytes = subnet.canisters[call.canister]?.memory.totalBytes ?? 0
    try subnet.resizeMemory(
      of: call.canister, to: usedBytes - min(snapshot.sizeBytes, usedBytes), by: call.caller)
    subnet.delete(snapshot.id, of: call.canister)
    return []
  }
}
