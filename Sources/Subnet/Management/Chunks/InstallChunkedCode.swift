import Candid

/// Gives code to a canister, from chunks (Interface Specification, "IC method
/// `install_chunked_code`"): the host puts them together, and compiles the module.
enum InstallChunkedCode: ManagementMethod {
  static let name = "install_chunked_code"
  static let target: String? = "target_canister"

  static func call(
    _ call: ManagementCall, of subnet: inout SubnetState
  ) throws(UserError) -> [CandidValue]? {
    let target = call.argument["target_canister"].principal
    let store = call.argument["store_canister"].content?.principal ?? target
    guard let canister = subnet.canisters[store] else {
      throw .noStoreCanister(store, subnet: subnet.settings.id, target: target)
    }
    guard canister.controllers.contains(call.caller) || call.caller == store else {
      throw .notController(call.caller, of: store, controllers: canister.controllers)
    }
    let wanted = call.argument["wasm_module_hash"].bytes
    guard wanted.count == 32 else { throw .invalidModuleHash(wanted) }
    let hashes = call.argument["chunk_hashes_list"].elements.map { $0["hash"].bytes }
    for hash in hashes where !canister.chunks.contains(hash) {
      throw hash.count == 32 ? .noChunk(hash) : .invalidChunkHash
    }
    let (mode, options) = InstallCode.mode(call.argument["mode"])
    let installation = CodeInstallation(
      origin: call.origin, canister: target, mode: mode,
      code: CodeDescription(identity: ""), argument: call.argument["arg"].bytes, options: options)
    subnet.compile(.chunks(hashes, moduleHash: wanted), for: installation, in: call.context)
    return nil
  }
}
