/// What the controllers of a canister may set (Interface Specification, "IC method
/// `update_settings`"), as far as executions can notice.
package struct CanisterSettings: Codable, Equatable, Sendable {
  /// How large the heap may become; nil for as large as any.
  package var wasmMemoryLimitBytes: UInt64?
  /// How little of the heap may be left before `canister_on_low_wasm_memory` runs.
  package var wasmMemoryThresholdBytes: UInt64 = 0
  package var environmentVariables: [String: String] = [:]

  package init() {}
}
