import Candid

/// Drops all chunks of a canister (Interface Specification, "IC method `clear_chunk_store`").
enum ClearChunkStore: ManagementMethod {
  static let name = "clear_chunk_store"
  static let access = ManagementAccess.controllersAndItself

  static func call(
    _ call: ManagementCall, of subnet: inout SubnetState
  ) throws(UserError) -> [CandidValue]? {
    let id = call.canister
    if let memory = subnet.canisters[id]?.memory {
      try subnet.resizeMemory(
        of: id, to: memory.totalBytes - memory.chunkStoreBytes, by: call.caller)
    }
    subnet.clearChunks(of: id)
    return []
  }
}
