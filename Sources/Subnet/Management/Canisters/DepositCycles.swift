import Candid

/// Gives the cycles that come with the call to a canister
/// (Interface Specification, "IC method `deposit_cycles`").
enum DepositCycles: ManagementMethod {
  static let name = "deposit_cycles"
  static let ways = ManagementWays.canisters
  static let access = ManagementAccess.everybody

  static func call(
    _ call: ManagementCall, of subnet: inout SubnetState
  ) throws(UserError) -> [CandidValue]? {
    let cycles = subnet.takeCycles(of: call.context)
    subnet.credit(cycles, to: call.canister)
    return []
  }
}
