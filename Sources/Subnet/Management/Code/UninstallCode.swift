import Candid

/// Takes code and state from a canister (Interface Specification, "IC method `uninstall_code`").
enum UninstallCode: ManagementMethod {
  static let name = "uninstall_code"
  static let isAdvised = true

  static func call(
    _ call: ManagementCall, of subnet: inout SubnetState
  ) throws(UserError) -> [CandidValue]? {
    subnet.uninstall(call.canister, by: call.origin)
    return []
  }
}
