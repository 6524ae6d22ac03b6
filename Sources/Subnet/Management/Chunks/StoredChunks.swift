import Candid

/// Lists the chunks of a canister (Interface Specification, "IC method `stored_chunks`").
enum StoredChunks: ManagementMethod {
  static let name = "stored_chunks"
  static let access = ManagementAccess.controllersAndItself

  static func query(
    _ argument: CandidValue, of subnet: SubnetState
  ) throws(UserError) -> [CandidValue] {
    let chunks = subnet.canisters[argument["canister_id"].principal]?.chunks ?? []
    return [.vector(chunks.map { .record(["hash": .blob($0)]) })]
  }
}
