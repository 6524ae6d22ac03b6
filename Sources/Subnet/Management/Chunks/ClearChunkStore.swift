import Candid

/// Drops all chunks of a canister (Interface Specification, "IC method `clear_chunk_store`").
enum ClearChunkStore: ManagementMethod {
  static let name = "clear_chunk_store"
  static let access = ManagementAccess.controllersAndItself

  static func call(
    _ call: ManagementCall, of subnet: inout SubnetState
  ) throws(UserError) -> [CandidValue]? {
    subnet.clearChunks(of: call.canister)
    return []
  }
}
