import Candid

/// Shows for what a canister has consumed cycles (Interface Specification, "IC method
/// `canister_metrics`").
enum CanisterMetrics: ManagementMethod {
  static let name = "canister_metrics"
  static let ways: ManagementWays = [.updates, .queries]

  static func query(
    _ argument: CandidValue, of subnet: SubnetState
  ) throws(UserError) -> [CandidValue] {
    let consumed = subnet.canisters[argument["canister_id"].principal]?.consumedCycles ?? [:]
    let fields = CyclesUse.allCases.map { use in
      (use.name, CandidValue.nat(BigInteger(consumed[use] ?? 0)))
    }
    return [
      .record(["cycles_consumed": .record(Dictionary(uniqueKeysWithValues: fields))])
    ]
  }
}

extension CyclesUse {
  fileprivate var name: String {
    switch self {
    case .memory: "memory"
    case .computeAllocation: "compute_allocation"
    case .ingress: "ingress_induction"
    case .instructions: "instructions"
    case .transmission: "request_and_response_transmission"
    case .uninstallation: "uninstall"
    case .creation: "canister_creation"
    case .outcalls: "http_outcalls"
    case .burning: "burned_cycles"
    }
  }
}
