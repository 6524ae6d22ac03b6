import Executions
import Candid

/// Lets a canister take messages again (Interface Specification, "IC method `start_canister`").
enum StartCanister: ManagementMethod {
  static let name = "start_canister"

  static func call(
    _ argument: CandidValue, by caller: Principal, in context: ContextNumber,
    of subnet: inout SubnetState
  ) {
    guard let id = subnet.controlled(argument, by: caller, in: context) else { return }
    if subnet.canisters[id]?.status != .running { subnet.change(id, to: .running) }
    for number in subnet.waitingStops.removeValue(forKey: id) ?? [] {
      subnet.finish(number, answer: .refusal(.stoppingCancelled(id)))
    }
    reply([], to: context, of: &subnet)
  }
}
