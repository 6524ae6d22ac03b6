import Bytes
import Candid
import Foundation
import Subnet

/// A `canister_status`, for people and for programs.
struct CanisterStatusObject: Encodable {
  let id: String
  let name: String?
  /// `running`, `stopping` or `stopped`.
  let status: String
  let settings: CanisterSettingsObject
  /// Nil if the canister has no code.
  let moduleHash: String?
  /// In bytes.
  let memorySize: Nat
  let cycles: Nat
  let reservedCycles: Nat
  let idleCyclesBurnedPerDay: Nat
  let queryStats: QueryStatistics

  /// The resources that queries have used.
  struct QueryStatistics: Encodable {
    let calls: Nat
    let instructions: Nat
    let requestPayloadBytes: Nat
    let responsePayloadBytes: Nat
  }

  init(_ id: Principal, name: String?, _ value: CandidValue) {
    self.id = "\(id)"
    self.name = name
    status = value["status"].variant(of: ["running", "stopping", "stopped"])?.name ?? ""
    settings = CanisterSettingsObject(value["settings"])
    moduleHash = value["module_hash"].content?.bytes.hexadecimal
    memorySize = Nat(value["memory_size"])
    cycles = Nat(value["cycles"])
    reservedCycles = Nat(value["reserved_cycles"])
    idleCyclesBurnedPerDay = Nat(value["idle_cycles_burned_per_day"])
    let statistics = value["query_stats"]
    queryStats = QueryStatistics(
      calls: Nat(statistics["num_calls_total"]),
      instructions: Nat(statistics["num_instructions_total"]),
      requestPayloadBytes: Nat(statistics["request_payload_bytes_total"]),
      responsePayloadBytes: Nat(statistics["response_payload_bytes_total"]))
  }

  /// As icp shows it.
  var text: String {
    let report =
      ["Status: \(status.capitalized)"] + settings.lines + [
        "Module hash: \(moduleHash.map { "0x\($0)" } ?? "<none>")",
        "Memory size: \(memorySize.text)", "Cycles: \(cycles.text)",
        "Reserved cycles: \(reservedCycles.text)",
        "Idle cycles burned per day: \(idleCyclesBurnedPerDay.text)", "Query stats:",
        "  Calls: \(queryStats.calls.text)", "  Instructions: \(queryStats.instructions.text)",
        "  Req payload bytes: \(queryStats.requestPayloadBytes.text)",
        "  Res payload bytes: \(queryStats.responsePayloadBytes.text)",
      ]
    let head =
      ["Canister Id: \(id)"] + (name.map { ["Canister Name: \($0)"] } ?? [])
      + ["Canister Status Report:"]
    return (head + report.map { "  \($0)" }).map { $0 + "\n" }.joined()
  }
}
