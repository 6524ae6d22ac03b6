import Candid

/// The snapshots of canisters.
extension SubnetState {
  private static let maximumSnapshotCount = 10

  /// A snapshot of a canister.
  func snapshot(
    _ id: SnapshotID, of canister: Principal
  ) throws(UserError) -> CanisterSnapshot {
    if let snapshot = canisters[canister]?.snapshots.first(where: { $0.id == id }) {
      return snapshot
    }
    let isOfOther = id.canister.flatMap { canisters[$0] }?.snapshots.contains { $0.id == id }
    throw isOfOther == true
      ? .snapshotOfOther(id, than: canister) : .noSnapshot(id, of: canister)
  }

  /// Has a canister pay for a new snapshot of so many bytes, and for its memory.
  ///
  /// Another one that makes room for it, and what is dropped of the canister, take none any more.
  mutating func pay(
    forSnapshotOf bytes: UInt64, of id: Principal, replacing replaced: SnapshotID?,
    droppingBytes droppedBytes: UInt64 = 0, by caller: Principal
  ) throws(UserError) {
    guard let canister = canisters[id] else { return }
    let replacedBytes = canister.snapshots.first { $0.id == replaced }?.sizeBytes ?? 0
    try resizeMemory(
      of: id, to: canister.memory.totalBytes + bytes - replacedBytes - droppedBytes,
      paying: cost(instructions: Self.snapshotInstructions + bytes), by: caller)
  }

  /// Has a canister pay for something that is done with a snapshot.
  mutating func pay(
    forSnapshotInstructions instructions: UInt64, of id: Principal, by caller: Principal
  ) throws(UserError) {
    do throws(UserError) {
      try charge(instructions: instructions, to: id, by: caller)
    } catch {
      throw .snapshotTooExpensive(error)
    }
  }

  /// What taking or loading a snapshot costs beside its bytes, as so many instructions.
  static let snapshotInstructions: UInt64 = 2_000_000_000

  /// Which snapshot makes room for a new one; nil if there is room for one more.
  func room(for replaced: CandidValue, of id: Principal) throws(UserError) -> SnapshotID? {
    if let bytes = replaced.content?.bytes {
      return try snapshot(SnapshotID(bytes: bytes), of: id).id
    }
    guard (canisters[id]?.snapshots.count ?? 0) < Self.maximumSnapshotCount else {
      throw .tooManySnapshots(of: id, limit: Self.maximumSnapshotCount)
    }
    return nil
  }

  /// Adds a snapshot to those of a canister, in place of another one if there is one.
  mutating func add(
    _ snapshot: CanisterSnapshot, to id: Principal, replacing replaced: SnapshotID?
  ) {
    canisters[id]?.snapshots.append(snapshot)
    canisters[id]?.snapshotCount += 1
    if let replaced { delete(replaced, of: id) }
  }

  /// Deletes a snapshot, and the chunks that only it has.
  mutating func delete(_ snapshot: SnapshotID, of id: Principal) {
    guard let index = canisters[id]?.snapshots.firstIndex(where: { $0.id == snapshot }),
      let deleted = canisters[id]?.snapshots.remove(at: index)
    else { return }
    effects.append(.drop(.snapshot(snapshot)))
    drop(chunks: deleted.chunks)
  }
}
