package import Candid
import CanisterProcess
import Subnet

/// Canisters whose state an earlier host left behind.
extension LocalSubnet {
  /// Takes up a canister that has its state and this code; the sender is among its controllers.
  package func resume(
    _ code: CanisterCode, on id: Principal, _ notes: CanisterNotes
  ) throws(SubnetError) {
    programs[code.description.identity] = code.program
    if notes.timeNanoseconds > timeNanoseconds {
      try setTime(nanoseconds: notes.timeNanoseconds)
    }
    var canister = CanisterState(
      controllers: [sender, id], cycleBalance: SubnetState.initialCycleBalance)
    canister.log = notes.log
    canister.settings = notes.settings
    canister.code = code.description
    if notes.isToldOfLowMemory { canister.lowMemory = .told }
    processes[id] = try launch(code.program, for: id)
    if let status = try statuses()[id] {
      // One that somebody made up must not be the last there is.
      canister.version = min(max(notes.version, status.version), .max / 2)
      canister.globalTimer = status.globalTimer == 0 ? nil : status.globalTimer
      canister.noteHeap(pages: status.heapPages)
    }
    try apply(.adopt(id, canister))
  }

  /// Ends the process of a canister and forgets the canister; its state stays where it is.
  package func abandon(_ id: Principal) throws(SubnetError) {
    processes.removeValue(forKey: id)?.connection.end(completesState: true)
    try apply(.forget(id))
  }

  /// What must be known to resume a canister.
  package func notes(of id: Principal) -> CanisterNotes {
    var notes = CanisterNotes(version: version(of: id))
    guard let canister = state.canisters[id] else { return notes }
    notes.timeNanoseconds = timeNanoseconds
    notes.log = canister.log
    notes.settings = canister.settings
    notes.isToldOfLowMemory = canister.lowMemory == .told
    return notes
  }
}
