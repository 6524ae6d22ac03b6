import Candid

/// Shows what a canister has printed (Interface Specification, "IC method `fetch_canister_logs`").
enum FetchCanisterLogs: ManagementMethod {
  static let name = "fetch_canister_logs"
  static let kind = ManagementMethodKind.query

  static func query(
    _ argument: CandidValue, by caller: Principal, of subnet: SubnetState
  ) -> ContextAnswer {
    let id = argument["canister_id"].principal
    guard let canister = subnet.canisters[id] else { return .refusal(.canisterNotFound(id)) }
    guard canister.showsLog(to: caller) else { return .refusal(.logNotAllowed(caller)) }
    let records = canister.log.records.map { record in
      CandidValue.record([
        "idx": .nat64(record.index), "timestamp_nanos": .nat64(record.timestampNanoseconds),
        "content": .blob(record.content),
      ])
    }
    return .reply(
      ManagementInterface.encode([.record(["canister_log_records": .vector(records)])], of: name))
  }
}
