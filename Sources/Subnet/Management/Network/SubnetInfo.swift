import Candid

/// Tells which replica a subnet runs (Interface Specification, "IC method `subnet_info`").
enum SubnetInfo: ManagementMethod {
  static let name = "subnet_info"
  static let ways = ManagementWays.canisters
  static let target: String? = nil
  static let namesSubnet = true

  static func query(
    _ argument: CandidValue, of subnet: SubnetState
  ) throws(UserError) -> [CandidValue] {
    try subnet.checkIsNamed(by: argument)
    // What replicas say that were built by hand, and the first version of a registry.
    return [.record(["replica_version": .text("0.9.0"), "registry_version": .nat64(1)])]
  }
}
