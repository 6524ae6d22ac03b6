/// The entry points of a canister: its exported functions that have a meaning to the system.
package struct CanisterMethods: Hashable, Sendable {
  /// In the order of the exports.
  package private(set) var methods: [CanisterMethod] = []
  /// In the order of the exports.
  package private(set) var systemMethods: [SystemMethodExport] = []

  /// The method that callers know by this name.
  package func method(named name: String) -> CanisterMethod? {
    methods.first { $0.name.hasSameBytes(as: name) }
  }

  /// The function that answers a call of the system, if the canister has one.
  package func functionIndex(of method: SystemMethod) -> UInt32? {
    systemMethods.first { $0.method == method }?.functionIndex
  }

  mutating func append(_ method: CanisterMethod) { methods.append(method) }
  mutating func append(_ export: SystemMethodExport) { systemMethods.append(export) }
}

/// A method that users and canisters call.
package struct CanisterMethod: Hashable, Sendable {
  /// Everything after the first space of the export's name.
  package let name: String
  package let kind: CanisterMethodKind
  package let functionIndex: UInt32
  /// The index in the module's exports.
  package let exportIndex: Int
}

/// The ways in which a method can be called; the raw value is the export's prefix.
package enum CanisterMethodKind: String, Codable, Sendable, CaseIterable {
  case update = "canister_update"
  case query = "canister_query"
  case compositeQuery = "canister_composite_query"
}

/// An entry point that only the system calls.
package struct SystemMethodExport: Hashable, Sendable {
  package let method: SystemMethod
  package let functionIndex: UInt32
  /// The index in the module's exports.
  package let exportIndex: Int
}

/// The entry points that only the system calls; the raw value is the export's name.
package enum SystemMethod: String, Codable, Sendable, CaseIterable {
  case initialize = "canister_init"
  case preUpgrade = "canister_pre_upgrade"
  case postUpgrade = "canister_post_upgrade"
  case inspectMessage = "canister_inspect_message"
  case heartbeat = "canister_heartbeat"
  case globalTimer = "canister_global_timer"
  case onLowWasmMemory = "canister_on_low_wasm_memory"
}
