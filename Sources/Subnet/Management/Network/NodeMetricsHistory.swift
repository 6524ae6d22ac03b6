import Candid

/// Tells what the nodes of the subnet have done (Interface Specification, "IC method
/// `node_metrics_history`"): a subnet on one machine has no nodes, so nothing was measured.
enum NodeMetricsHistory: ManagementMethod {
  static let name = "node_metrics_history"
  static let ways = ManagementWays.canisters
  static let target: String? = nil
  static let namesSubnet = true

  static func query(
    _ argument: CandidValue, of subnet: SubnetState
  ) throws(UserError) -> [CandidValue] {
    try subnet.checkIsNamed(by: argument)
    return [.vector([])]
  }
}

extension SubnetState {
  /// Checks that an argument names this subnet.
  func checkIsNamed(by argument: CandidValue) throws(UserError) {
    let id = argument["subnet_id"].principal
    guard id == settings.id else { throw .otherSubnet(id, own: settings.id) }
  }
}
