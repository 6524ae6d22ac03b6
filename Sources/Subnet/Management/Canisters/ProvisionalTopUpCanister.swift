import Candid

/// Gives a canister cycles out of nothing, which only test networks do (Interface Specification,
/// "IC method `provisional_top_up_canister`").
enum ProvisionalTopUpCanister: ManagementMethod {
  static let name = "provisional_top_up_canister"
  static let access = ManagementAccess.everybody

  static func call(
    _ call: ManagementCall, of subnet: inout SubnetState
  ) throws(UserError) -> [CandidValue]? {
    let cycles = call.argument["amount"].cycles ?? ProvisionalCreateCanister.defaultCycles
    subnet.credit(cycles, to: call.canister)
    return []
  }
}
