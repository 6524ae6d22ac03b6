import CanisterProcess
package import Candid

/// Canisters whose state an earlier subnet left behind.
extension Subnet {
  /// Takes up a canister that has its state and this code; the sender is among its controllers.
  package func resume(
    _ code: CanisterCode, on id: Principal, _ notes: CanisterNotes
  ) throws(SubnetError) {
    createCanister(id: id)
    guard let canister = canisters[id] else { return }
    timeNanoseconds = max(timeNanoseconds, notes.timeNanoseconds)
    canister.log = notes.log
    canister.settings = notes.settings
    if notes.isToldOfLowMemory { canister.lowMemory = .told }
    canister.installation = try launch(code, for: canister)
    guard let status = try statuses()[id] else { return }
    // One that somebody made up must not be the last there is.
    canister.version = min(max(notes.version, status.version), .max / 2)
    canister.globalTimer = status.globalTimer == 0 ? nil : status.globalTimer
    canister.noteHeap(pages: status.heapPages)
  }

  /// Ends the process of a canister and forgets the canister; its state stays where it is.
  package func abandon(_ id: Principal) {
    canisters.removeValue(forKey: id)?.installation?.process.connection.end(completesState: true)
  }

  /// What must be known to resume a canister.
  package func notes(of id: Principal) -> CanisterNotes {
    var notes = CanisterNotes(version: version(of: id))
    guard let canister = canisters[id] else { return notes }
    notes.timeNanoseconds = timeNanoseconds
    notes.log = canister.log
    notes.settings = canister.settings
    notes.isToldOfLowMemory = canister.lowMemory == .told
    return notes
  }

  /// The version of a canister, which counts the changes of its code and its state.
  package func version(of id: Principal) -> UInt64 { canisters[id]?.version ?? 0 }
}
