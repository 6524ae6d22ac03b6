import Candid
import Executions

/// Lets a canister finish what it has begun, and take no messages any more
/// (Interface Specification, "IC method `stop_canister`").
enum StopCanister: ManagementMethod {
  static let name = "stop_canister"

  static func call(
    _ argument: CandidValue, by caller: Principal, in context: ContextNumber,
    of subnet: inout SubnetState
  ) {
    guard let id = subnet.controlled(argument, by: caller, in: context) else { return }
    if subnet.canisters[id]?.status == .running { subnet.change(id, to: .stopping) }
    subnet.waitingStops[id, default: []].append(context)
    completeStop(of: id, in: &subnet)
  }

  /// Stops a canister that is to stop as soon as it has no open call contexts.
  static func completeStop(of id: Principal, in subnet: inout SubnetState) {
    guard let canister = subnet.canisters[id], canister.status != .running,
      !subnet.contexts.values.contains(where: { $0.canister == id })
    else { return }
    if canister.status == .stopping { subnet.change(id, to: .stopped) }
    for number in subnet.waitingStops.removeValue(forKey: id) ?? [] {
      reply([], to: number, of: &subnet)
    }
  }
}

extension SubnetState {
  /// Changes whether a canister takes messages.
  mutating func change(_ id: Principal, to status: RunningStatus) {
    canisters[id]?.status = status
    canisters[id]?.version += 1
  }
}
