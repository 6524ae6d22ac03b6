package import Candid
import CanisterProcess
import Executions
package import Subnet

/// Canisters whose state an earlier host left behind.
extension LocalSubnet {
  /// Takes up a canister that has its state and this code; the rest is as the earlier host knew it.
  package func resume(
    _ code: CanisterCode, on id: Principal, _ known: CanisterState
  ) throws(SubnetError) {
    programs[code.description.identity] = code.program
    var canister = known
    canister.code = code.description
    // What it waited for to stop has gone with the host, and nobody may start it again.
    canister.status = .running
    processes[id] = try launch(code.program, for: id)
    if let status = try statuses()[id] {
      // One that somebody made up must not be the last there is.
      canister.version = min(max(known.version, status.version), .max / 2)
      canister.globalTimer = status.globalTimer == 0 ? nil : status.globalTimer
      canister.noteHeap(pages: status.heapPages)
      canister.stablePages = status.stablePages
    }
    try apply(.adopt(id, canister))
  }

  /// Ends the process of a canister and forgets the canister; its state stays where it is.
  package func abandon(_ id: Principal) throws(SubnetError) {
    processes.removeValue(forKey: id)?.connection.end(completesState: true)
    try apply(.forget(id))
  }
}
