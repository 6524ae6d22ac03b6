package import CanisterProcess
package import Subnet
import Bytes

/// What is known of canisters, after a process has ended without noting all that it did.
extension CanisterState {
  /// What is known of the canister, by its state; by one of an earlier version than `leastVersion`,
  /// it is only whose state it is.
  ///
  /// Without one, the state counts if it has a message more for sure.
  ///
  /// `describe` tells what is to be known of the module that the state belongs to, by its hash.
  package func corrected(
    by state: CommittedState, from leastVersion: UInt64? = nil,
    _ describe: (_ moduleHash: String) throws -> CodeDescription
  ) throws -> CanisterState {
    var canister = self
    guard case .module(let hash) = state.owner else {
      canister.code = nil
      return canister
    }
    if code?.moduleHash?.hexadecimal != hash { canister.code = try describe(hash) }
    // The state has the version with which its last message began, and the record the one with
    // which that has ended, unless it lacks the message.
    if state.version >= leastVersion ?? version + 1 {
      // One that somebody made up must not be the last there is.
      canister.version = min(state.version, .max / 2 - 1)
      canister.globalTimer = state.globalTimer == 0 ? nil : state.globalTimer
      canister.noteHeap(pages: state.heapPages)
      canister.stablePages = state.stablePages
      canister.certifiedData = state.certifiedData
    }
    return canister
  }
}
