import Candid

/// Lists the canisters of a subnet, for its admins, whom no subnet has here
/// (Interface Specification, "IC method `list_canisters`").
enum ListCanisters: ManagementMethod {
  static let name = "list_canisters"
  static let ways = ManagementWays.queries
  static let target: String? = nil

  static func query(
    _ argument: CandidValue, of subnet: SubnetState
  ) throws(UserError) -> [CandidValue] {
    throw .noSubnetAdmins
  }
}
