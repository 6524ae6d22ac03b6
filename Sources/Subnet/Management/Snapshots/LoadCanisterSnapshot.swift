import Candid

/// Lets a canister go on with the code and the state of a snapshot (Interface Specification, "IC
/// method `load_canister_snapshot`").
enum LoadCanisterSnapshot: ManagementMethod {
  static let name = "load_canister_snapshot"

  static func call(
    _ call: ManagementCall, of subnet: inout SubnetState
  ) throws(UserError) -> [CandidValue]? {
    let id = call.canister
    let wanted = SnapshotID(bytes: call.argument["snapshot_id"].bytes)
    guard let owner = wanted.canister, let canister = subnet.canisters[owner],
      let snapshot = canister.snapshots.first(where: { $0.id == wanted })
    else { throw .noSnapshot(wanted, of: id) }
    guard canister.controllers.contains(call.caller) else {
      throw .notControllerOfSnapshot(call.caller, wanted, for: id)
    }
    try subnet.canisters[id]?.checkLowMemory(in: snapshot)
    try subnet.pay(
      forSnapshotInstructions: SubnetState.snapshotInstructions, of: id, by: call.caller)
    if let loading = subnet.canisters[id] {
      // Only the metadata of an uploaded module are not known yet, and they are small.
      let bytes =
        snapshot.sizeBytes + (snapshot.code?.sizes.metadataBytes ?? 0) + loading.log.storeBytes
      let memory = loading.memory
      try subnet.resizeMemory(
        of: id, to: memory.totalBytes - memory.uninstalledBytes + bytes,
        paying: subnet.cost(instructions: snapshot.sizeBytes), by: call.caller)
    }
    let loading = Loading(canister: id, owner: owner, snapshot: snapshot, origin: call.origin)
    let number = subnet.request(for: .loadingSnapshot(call.context, loading))
    subnet.effects.append(
      .snapshot(
        number, .load(wanted, onto: id, code: snapshot.code, snapshot.content)))
    return nil
  }

  /// A snapshot that is being loaded.
  struct Loading: Codable, Equatable, Sendable {
    let canister: Principal
    /// The canister whose snapshot it is.
    let owner: Principal
    let snapshot: CanisterSnapshot
    let origin: ChangeOrigin
  }

  /// Goes on when the host has loaded a snapshot.
  static func finish(
    _ loading: Loading, _ result: SnapshotResult, in context: ContextNumber,
    of subnet: inout SubnetState
  ) {
    let (id, snapshot) = (loading.canister, loading.snapshot)
    guard var canister = subnet.canisters[id], case .loaded(let code) = result else {
      return subnet.finish(context, answer: .refusal(result.error(for: id)))
    }
    let chunks = canister.chunks
    canister.code = code
    canister.chunks = snapshot.chunks
    canister.version += 1
    canister.noteHeap(bytes: snapshot.content.heapBytes)
    canister.stablePages = snapshot.content.stableMemoryBytes / CanisterState.pageBytes
    canister.certifiedData = snapshot.content.certifiedData
    if snapshot.isUploaded {
      switch snapshot.content.globalTimer {
      case .due(let time): canister.globalTimer = time
      case .off: canister.globalTimer = nil
      case nil: break
      }
      if let lowMemory = snapshot.content.lowMemory { canister.lowMemory = lowMemory }
    }
    subnet.canisters[id] = canister
    subnet.drop(chunks: chunks)
    subnet.note(
      .snapshotLoaded(
        snapshot.id, from: loading.owner == id ? nil : loading.owner, version: snapshot.version,
        takenAtNanoseconds: snapshot.takenAtNanoseconds, isUploaded: snapshot.isUploaded),
      of: id, by: loading.origin)
    reply([], to: context, of: &subnet)
  }
}

extension CanisterState {
  /// Throws if a snapshot that was uploaded has another opinion on whether its heap is nearly used
  /// up than the settings of the canister onto which it is to be loaded.
  fileprivate func checkLowMemory(in snapshot: CanisterSnapshot) throws(UserError) {
    guard snapshot.isUploaded, let status = snapshot.content.lowMemory else { return }
    var loaded = self
    loaded.noteHeap(bytes: snapshot.content.heapBytes)
    let isLow = loaded.lowMemory != .none
    if isLow != (status != .none) { throw .inconsistentLowMemory(status, isLow: isLow) }
  }
}
