package import Candid

/// Canisters whose state an earlier subnet left behind.
extension Subnet {
  /// Takes up a canister that has its state and this code; the sender is among its controllers.
  ///
  /// Its version rises after each message, so the state may not have the latest.
  package func resume(
    _ code: CanisterCode, on id: Principal, version: UInt64, log: CanisterLog = CanisterLog()
  ) throws(SubnetError) {
    createCanister(id: id)
    guard let canister = canisters[id] else { return }
    canister.log = log
    canister.installation = try launch(code, for: canister)
    guard let status = try statuses()[id] else { return }
    canister.version = max(version, status.version)
    canister.globalTimer = status.globalTimer == 0 ? nil : status.globalTimer
    canister.noteHeap(pages: status.heapPages)
  }

  /// Ends the process of a canister and forgets the canister; its state stays where it is.
  package func abandon(_ id: Principal) {
    canisters.removeValue(forKey: id)?.installation?.connection.end(completesState: true)
  }

  /// The version of a canister, which counts the changes of its code and its state.
  package func version(of id: Principal) -> UInt64 { canisters[id]?.version ?? 0 }
}
