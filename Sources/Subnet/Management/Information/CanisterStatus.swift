import Candid
import Executions

/// Shows how a canister is (Interface Specification, "IC method `canister_status`").
enum CanisterStatus: ManagementMethod {
  static let name = "canister_status"
  static let ways: ManagementWays = [.updates, .queries]
  static let access = ManagementAccess.statusViewers

  static func query(
    _ argument: CandidValue, of subnet: SubnetState
  ) throws(UserError) -> [CandidValue] {
    let id = argument["canister_id"].principal
    guard let canister = subnet.canisters[id] else { throw .noSuchCanister(id) }
    let memory = canister.memory
    return [
      .record([
        "status": .variant(canister.status.name, .null),
        "ready_for_migration": .bool(
          canister.status == .stopped && !subnet.hasMessage(for: id)
            && subnet.pendingCalls.counts(of: id).isEmpty),
        "version": .nat64(canister.version),
        "settings": canister.settings.candid(controllers: canister.controllers),
        "module_hash": canister.moduleHash.map { .option(.blob($0)) } ?? .none,
        "memory_size": .nat(BigInteger(memory.totalBytes)),
        "memory_metrics": memory.candid,
        "cycles": .nat(BigInteger(canister.cycleBalance)),
        "reserved_cycles": .nat(BigInteger(canister.reservedCycles)),
        "idle_cycles_burned_per_day": .nat(BigInteger(subnet.idleCyclesBurnedPerDay(of: id))),
        "query_stats": canister.queryStatistics.candid,
      ])
    ]
  }
}

extension RunningStatus {
  fileprivate var name: String {
    switch self {
    case .running: "running"
    case .stopping: "stopping"
    case .stopped: "stopped"
    }
  }
}

extension MemoryUse {
  fileprivate var candid: CandidValue {
    .record([
      "wasm_memory_size": .nat(BigInteger(heapBytes)),
      "stable_memory_size": .nat(BigInteger(stableMemoryBytes)),
      "global_memory_size": .nat(BigInteger(globalsBytes)),
      "wasm_binary_size": .nat(BigInteger(moduleBytes)),
      "custom_sections_size": .nat(BigInteger(metadataBytes)),
      "canister_history_size": .nat(BigInteger(historyBytes)),
      "wasm_chunk_store_size": .nat(BigInteger(chunkStoreBytes)),
      "snapshots_size": .nat(BigInteger(snapshotsBytes)),
      "log_memory_store_size": .nat(BigInteger(logBytes)),
    ])
  }
}

extension QueryStatistics {
  fileprivate var candid: CandidValue {
    .record([
      "num_calls_total": .nat(BigInteger(callCount)),
      "num_instructions_total": .nat(BigInteger(instructions)),
      "request_payload_bytes_total": .nat(BigInteger(requestBytes)),
      "response_payload_bytes_total": .nat(BigInteger(responseBytes)),
    ])
  }
}
