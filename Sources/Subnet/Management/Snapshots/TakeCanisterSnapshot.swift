import Candid
import Executions

/// Keeps the state of a canister (Interface Specification, "IC method `take_canister_snapshot`").
enum TakeCanisterSnapshot: ManagementMethod {
  static let name = "take_canister_snapshot"

  static func call(
    _ call: ManagementCall, of subnet: inout SubnetState
  ) throws(UserError) -> [CandidValue]? {
    let id = call.canister
    let replaced = try subnet.room(for: call.argument["replace_snapshot"], of: id)
    guard let canister = subnet.canisters[id], canister.code != nil else {
      throw .emptySnapshot(id)
    }
    let taking = Taking(
      canister: id, snapshot: SnapshotID(number: canister.snapshotCount, of: id),
      replaced: replaced, origin: call.origin,
      uninstalls: call.argument["uninstall_code"].content?.boolean ?? false)
    try subnet.pay(
      forSnapshotOf: canister.snapshotBytes, of: id, replacing: replaced,
      droppingBytes: taking.uninstalls ? canister.memory.uninstalledBytes : 0, by: call.caller)
    let number = subnet.request(for: .takingSnapshot(call.context, taking))
    subnet.effects.append(.snapshot(number, .take(taking.snapshot, of: id)))
    return nil
  }

  /// A snapshot that is being taken.
  struct Taking: Codable, Equatable, Sendable {
    let canister: Principal
    let snapshot: SnapshotID
    let replaced: SnapshotID?
    let origin: ChangeOrigin
    /// Whether the canister is to be empty then.
    let uninstalls: Bool
  }

  /// Goes on when the host has taken a snapshot.
  static func finish(
    _ taking: Taking, _ result: SnapshotResult, in context: ContextNumber,
    of subnet: inout SubnetState
  ) {
    let id = taking.canister
    guard let canister = subnet.canisters[id], case .taken(var content) = result else {
      return subnet.finish(context, answer: .refusal(result.error(for: id)))
    }
    content.globalTimer = canister.globalTimer.map { .due($0) } ?? .off
    content.lowMemory = canister.lowMemory
    let snapshot = CanisterSnapshot(
      id: taking.snapshot, code: canister.code, takenAtNanoseconds: subnet.timeNanoseconds,
      version: canister.version, content: content, chunks: canister.chunks)
    subnet.add(snapshot, to: id, replacing: taking.replaced)
    if taking.uninstalls { subnet.uninstall(id, by: taking.origin) }
    reply([snapshot.summary], to: context, of: &subnet)
  }
}

extension CanisterSnapshot {
  /// As lists have it.
  var summary: CandidValue {
    .record([
      "id": .blob(id.bytes), "taken_at_timestamp": .nat64(takenAtNanoseconds),
      "total_size": .nat64(sizeBytes),
    ])
  }
}

extension SnapshotResult {
  /// Why there is no snapshot.
  func error(for canister: Principal) -> UserError {
    switch self {
    case .refused(let code, let reason):
      .moduleRefused(canister, code: code, reason: reason)
    case .lost(let reason): .executionFailed(canister, .init(.engine, reason))
    case .otherModule, .taken, .loaded: .otherGlobals
    }
  }
}
