package import Candid
import CanisterProcess
import Subnet

/// Stable memory as a whole, as tests and benchmarks begin with it or look at it.
extension LocalNetwork {
  /// Replaces a canister's stable memory by a file's bytes, and zeros up to a whole page.
  package func loadStableMemory(from path: String, into id: Principal) throws(SubnetError) {
    precondition(canister(id)?.code != nil, "the canister has no stable memory")
    let canister = try canisters.use(id)
    var pages: UInt64 = 0
    do {
      try canister.withStateAtRest { (folder) throws(StateError) in
        try folder.loadStableMemory(from: path)
        pages = try folder.committed().stablePages
      }
    } catch {
      throw .stableMemoryNotLoaded(path: path, reason: "\(error)")
    }
    guard var state = self.canister(id) else { return }
    state.stablePages = pages
    try adopt(id, state)
  }

  /// A canister's stable memory, in whole pages.
  package func stableMemory(of id: Principal) throws(SubnetError) -> [UInt8] {
    var bytes: [UInt8] = []
    let canister = try canisters.use(id)
    do {
      try canister.withStateAtRest { (folder) throws(StateError) in
        // A snapshot has the same files.
        let size = try folder.committed().stablePages * StateFolder.pageBytes
        bytes = try Snapshot(path: folder.path).read(.stableMemory, offset: 0, size: Int(size))
      }
    } catch {
      throw .notStored(error)
    }
    return bytes
  }
}
