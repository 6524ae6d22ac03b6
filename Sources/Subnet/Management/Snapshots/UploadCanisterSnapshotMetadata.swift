import Candid

/// Makes a snapshot of zeros, whose bytes follow (Interface Specification, "IC method
/// `upload_canister_snapshot_metadata`").
enum UploadCanisterSnapshotMetadata: ManagementMethod {
  static let name = "upload_canister_snapshot_metadata"

  private static let maximumModuleBytes: UInt64 = 100 << 20
  private static let maximumHeapBytes: UInt64 = 6 << 30
  private static let maximumStableMemoryBytes: UInt64 = 500 << 30
  private static let maximumGlobalCount = 1000
  private static let maximumCertifiedDataBytes = 32

  static func call(
    _ call: ManagementCall, of subnet: inout SubnetState
  ) throws(UserError) -> [CandidValue]? {
    let id = call.canister
    let content = try content(of: call.argument)
    let replaced = try subnet.room(for: call.argument["replace_snapshot"], of: id)
    guard let canister = subnet.canisters[id] else { throw .noSuchCanister(id) }
    let snapshot = CanisterSnapshot(
      id: SnapshotID(number: canister.snapshotCount, of: id), code: nil,
      takenAtNanoseconds: subnet.timeNanoseconds, version: canister.version, content: content,
      chunks: [])
    try subnet.pay(
      forSnapshotOf: snapshot.sizeBytes, of: id, replacing: replaced, by: call.caller)
    subnet.effects.append(.makeSnapshot(snapshot.id, content))
    subnet.add(snapshot, to: id, replacing: replaced)
    return [.record(["snapshot_id": .blob(snapshot.id.bytes)])]
  }

  private static func content(
    of argument: CandidValue
  ) throws(UserError) -> CanisterSnapshot.Content {
    func bytes(_ name: String, limit: UInt64, _ error: String) throws(UserError) -> UInt64 {
      guard let size = argument[name].number, size <= limit else {
        throw .invalidSnapshot(error)
      }
      return size
    }
    func pages(_ name: String, limit: UInt64, _ error: String) throws(UserError) -> UInt64 {
      let size = try bytes(name, limit: limit, error)
      guard size.isMultiple(of: CanisterState.pageBytes) else { throw .invalidSnapshot(error) }
      return size
    }
    let list = argument["globals"].elements
    let globals = list.compactMap(CanisterSnapshot.Global.init)
    guard globals.count == list.count, list.count <= maximumGlobalCount else {
      throw .invalidSnapshot("InvalidGlobals")
    }
    let certifiedData = argument["certified_data"].bytes
    guard certifiedData.count <= maximumCertifiedDataBytes else {
      throw .invalidSnapshot("CertifiedDataTooLarge")
    }
    var content = CanisterSnapshot.Content(
      moduleBytes: try bytes(
        "wasm_module_size", limit: maximumModuleBytes, "WasmModuleTooLarge"),
      heapBytes: try pages("wasm_memory_size", limit: maximumHeapBytes, "InvalidWasmMemorySize"),
      stableMemoryBytes: try pages(
        "stable_memory_size", limit: maximumStableMemoryBytes, "InvalidStableMemorySize"),
      globals: globals, certifiedData: certifiedData)
    content.globalTimer = CanisterSnapshot.Timer(argument["global_timer"])
    content.lowMemory = CanisterState.LowMemory(argument["on_low_wasm_memory_hook_status"])
    return content
  }
}
