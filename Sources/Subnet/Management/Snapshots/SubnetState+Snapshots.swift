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
