import Candid

/// Shows what a canister has printed (Interface Specification, "IC method `fetch_canister_logs`").
enum FetchCanisterLogs: ManagementMethod {
  static let name = "fetch_canister_logs"
  static let ways = ManagementWays.queries
  static let access = ManagementAccess.logViewers

  static func query(
    _ argument: CandidValue, of subnet: SubnetState
  ) throws(UserError) -> [CandidValue] {
    let id = argument["canister_id"].principal
    guard let canister = subnet.canisters[id] else { throw .noSuchCanister(id) }
    let filter = filter(argument["filter"])
    let entries = canister.log.entries.filter(filter).map { entry in
      CandidValue.record([
        "idx": .nat64(entry.index), "timestamp_nanos": .nat64(entry.timestampNanoseconds),
        "content": .blob(entry.content),
      ])
    }
    return [.record(["canister_log_records": .vector(entries)])]
  }

  private static func filter(_ value: CandidValue) -> (CanisterLog.Entry) -> Bool {
    guard let filter = value.content?.variant(of: ["by_idx", "by_timestamp_nanos"]),
      let start = filter.value["start"].number, let end = filter.value["end"].number
    else { return { _ in true } }
    return { entry in
      let number = filter.name == "by_idx" ? entry.index : entry.timestampNanoseconds
      return start <= number && number < end
    }
  }
}
