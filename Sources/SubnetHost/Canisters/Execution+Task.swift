import Executions

extension Execution {
  /// What is executed, in words.
  var task: String {
    switch entry {
    case .install, .reinstall: "canister_init"
    case .preUpgrade: "canister_pre_upgrade"
    case .postUpgrade: "canister_post_upgrade"
    case .update, .replicatedQuery: "update \(method)"
    case .query, .compositeQuery: "query \(method)"
    case .inspectMessage: "canister_inspect_message for \(method)"
    case .heartbeat: "canister_heartbeat"
    case .globalTimer: "canister_global_timer"
    case .onLowWasmMemory: "canister_on_low_wasm_memory"
    case .replyCallback: "reply callback"
    case .rejectCallback: "reject callback"
    case .cleanupCallback: "cleanup callback"
    }
  }
}
