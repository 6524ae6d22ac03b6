package import Candid
import CanisterProcess
import Subnet

/// Stable memory from a file, as tests and benchmarks begin with it.
extension LocalSubnet {
  /// Replaces a canister's stable memory by a file's bytes, and zeros up to a whole page.
  ///
  /// The canister's process ends before its state is changed, and another one goes on with it.
  package func loadStableMemory(from path: String, into id: Principal) throws(SubnetError) {
    guard let old = processes[id],
      let program = state.canisters[id]?.code.flatMap({ programs[$0.identity] })
    else {
      preconditionFailure("the canister has no code, and so no stable memory")
    }
    old.connection.end(completesState: true)
    do {
      try StateFolder(path: stateDirectory(of: id)).loadStableMemory(from: path)
    } catch {
      throw .stableMemoryNotLoaded(path: path, reason: "\(error)")
    }
    processes[id] = try launch(program, for: id)
  }
}
