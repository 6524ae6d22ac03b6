import Candid
import Executions

/// Lets a canister take messages again (Interface Specification, "IC method `start_canister`").
enum StartCanister: ManagementMethod {
  static let name = "start_canister"

  static func call(
    _ call: ManagementCall, of subnet: inout SubnetState
  ) throws(UserError) -> [CandidValue]? {
    let id = call.canister
    subnet.change(id, to: .running)
    for stop in subnet.waitingStops.removeValue(forKey: id) ?? [] {
      StopCanister.cancel(stop, of: id, in: &subnet)
    }
    return []
  }
}
