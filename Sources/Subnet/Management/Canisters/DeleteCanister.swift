import Candid
import Executions

/// Deletes a canister that is stopped, with its cycles (Interface Specification, "IC method
/// `delete_canister`").
enum DeleteCanister: ManagementMethod {
  static let name = "delete_canister"
  static let access = ManagementAccess.everybody
  static let isAdvised = true

  static func call(
    _ call: ManagementCall, of subnet: inout SubnetState
  ) throws(UserError) -> [CandidValue]? {
    let id = call.canister
    if call.caller == id { throw .deletesItself(id) }
    guard let canister = subnet.canisters[id] else { throw .noSuchCanister(id, isAdvised: true) }
    guard canister.controllers.contains(call.caller) else {
      throw .notController(call.caller, of: id, controllers: canister.controllers)
    }
    guard canister.status == .stopped else { throw .notStopped(id) }
    guard !subnet.hasMessage(for: id) else { throw .queuesNotEmpty(id) }
    for snapshot in canister.snapshots { subnet.delete(snapshot.id, of: id) }
    subnet.clearChunks(of: id)
    subnet.effects.append(.uninstall(id))
    subnet.canisters[id] = nil
    subnet.consumedCycles &+= canister.cycleBalance &+ canister.reservedCycles
    return []
  }
}

extension SubnetState {
  /// Whether something is on its way to a canister.
  func hasMessage(for id: Principal) -> Bool {
    queue.contains { message in
      switch message {
      case .request(_, _, let call): call.callee == id
      case .remoteRequest(let request): request.request.callee == id
      case .response(let number, _, _): pendingCalls[number]?.caller == id
      }
    }
  }
}
