import Candid

/// Shows a canister's controllers and its recent changes (Interface Specification, "IC method
/// `canister_info`").
enum CanisterInfo: ManagementMethod {
  static let name = "canister_info"
  static let ways: ManagementWays = [.canisters, .queries]
  static let access = ManagementAccess.everybody

  static func query(
    _ argument: CandidValue, of subnet: SubnetState
  ) throws(UserError) -> [CandidValue] {
    let id = argument["canister_id"].principal
    guard let canister = subnet.canisters[id] else { throw .noSuchCanister(id) }
    let count = argument["num_requested_changes"].content?.number ?? 0
    let changes = canister.history.changes.suffix(Int(clamping: count))
    return [
      .record([
        "total_num_changes": .nat64(canister.history.totalCount),
        "recent_changes": .vector(changes.map(\.candid)),
        "module_hash": canister.moduleHash.map { .option(.blob($0)) } ?? .none,
        "controllers": .vector(canister.controllers.map { .principal($0) }),
      ])
    ]
  }
}

extension CanisterHistory.Change {
  fileprivate var candid: CandidValue {
    .record([
      "timestamp_nanos": .nat64(timeNanoseconds), "canister_version": .nat64(version),
      "origin": origin.candid, "details": details.candid,
    ])
  }
}

extension ChangeOrigin {
  fileprivate var candid: CandidValue {
    switch self {
    case .user(let id):
      .variant("from_user", .record(["user_id": .principal(id)]))
    case .canister(let id, let version):
      .variant(
        "from_canister",
        .record([
          "canister_id": .principal(id),
          "canister_version": version.map { .option(.nat64($0)) } ?? .none,
        ]))
    }
  }
}

extension CanisterHistory.Change.Details {
  fileprivate var candid: CandidValue {
    switch self {
    case .creation(let controllers, let hash):
      .variant(
        "creation",
        .record([
          "controllers": .vector(controllers.map { .principal($0) }),
          "environment_variables_hash": hash.map { .option(.blob($0)) } ?? .none,
        ]))
    case .uninstallation: .variant("code_uninstall", .null)
    case .deployment(let mode, let hash):
      .variant(
        "code_deployment",
        .record(["mode": .variant(mode.rawValue, .null), "module_hash": .blob(hash)]))
    case .snapshotLoaded(let id, let owner, let version, let time, let isUploaded):
      .variant(
        "load_snapshot",
        .record([
          "from_canister_id": owner.map { .option(.principal($0)) } ?? .none,
          "snapshot_id": .blob(id.bytes), "canister_version": .nat64(version),
          "taken_at_timestamp": .nat64(time),
          "source": .variant(
            isUploaded ? "metadata_upload" : "taken_from_canister", .reserved),
        ]))
    case .controllers(let controllers):
      .variant(
        "controllers_change",
        .record(["controllers": .vector(controllers.map { .principal($0) })]))
    }
  }
}
