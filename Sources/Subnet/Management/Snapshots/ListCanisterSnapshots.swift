import Candid

/// Lists the snapshots of a canister (Interface Specification, "IC method
/// `list_canister_snapshots`").
enum ListCanisterSnapshots: ManagementMethod {
  static let name = "list_canister_snapshots"
  static let access = ManagementAccess.snapshotViewers

  static func query(
    _ argument: CandidValue, of subnet: SubnetState
  ) throws(UserError) -> [CandidValue] {
    let snapshots = subnet.canisters[argument["canister_id"].principal]?.snapshots ?? []
    return [.vector(snapshots.map(\.summary))]
  }
}
