import Candid

/// Deletes a snapshot of a canister (Interface Specification, "IC method
/// `delete_canister_snapshot`").
enum DeleteCanisterSnapshot: ManagementMethod {
  static let name = "delete_canister_snapshot"

  static func call(
    _ call: ManagementCall, of subnet: inout SubnetState
  ) throws(UserError) -> [CandidValue]? {
    let id = SnapshotID(bytes: call.argument["snapshot_id"].bytes)
    subnet.delete(try subnet.snapshot(id, of: call.canister).id, of: call.canister)
    return []
  }
}
