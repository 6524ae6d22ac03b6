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
    let records = canister.log.records.filter(filter).map { record in
      CandidValue.record([
        "idx": .nat64(record.index), "timestamp_nanos": .nat64(record.timestampNanoseconds),
        "content": .blob(record.content),
      ])
    }
    return [.record(["canister_log_records": .vector(records)])]
  }

  private static func filter(_ value: CandidValue) -> (CanisterLog.Record) -> Bool {
    guard let filter = value.content?.variant(of: ["by_idx", "by_timestamp_nanos"]),
      let start = filter.value["start"].number, let end = filter.value["end"].number
    else { return { _ in true } }
    return { record in
      let number = filter.name == "by_idx" ? record.index : record.timestampNanoseconds
      return start <= number && number < end
    }
  }
}
