package import Candid
import CanisterProcess
import Subnet

/// Stable memory from a file, as tests and benchmarks begin with it.
extension LocalSubnet {
  /// Replaces a canister's stable memory by a file's bytes, and zeros up to a whole page.
  package func loadStableMemory(from path: String, into id: Principal) throws(SubnetError) {
    precondition(state.canisters[id]?.code != nil, "the canister has no stable memory")
    do {
      try canisters[id].withStateAtRest { (folder) throws(StateError) in
        try folder.loadStableMemory(from: path)
      }
    } catch {
      throw .stableMemoryNotLoaded(path: path, reason: "\(error)")
    }
  }
}
