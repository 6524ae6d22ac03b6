package import Candid

/// What the controllers of a canister may set (Interface Specification, "IC method
/// `create_canister`"), but for the controllers themselves.
package struct CanisterSettings: Codable, Equatable, Sendable {
  /// How much of a processor the canister is guaranteed, in percent.
  package var computeAllocationPercent: UInt64 = 0
  /// How much memory the canister is guaranteed, in bytes.
  package var memoryAllocationBytes: UInt64 = 0
  /// How long the balance must last, in seconds; a canister with less cycles is frozen.
  package var freezingThresholdSeconds: UInt64 = 2_592_000
  /// How many cycles may be set aside for storage.
  package var reservedCyclesLimit: UInt128 = 5_000_000_000_000
  /// How many cycles a call from another canister must bring along.
  package var minimumIncomingCallCycles: UInt128 = 0
  /// How large the heap may become, in bytes; nil for as large as any.
  ///
  /// Replicas give new canisters this limit, with 32-bit and 64-bit addresses.
  package var wasmMemoryLimitBytes: UInt64? = 3 << 30
  /// How little of the heap may be left before `canister_on_low_wasm_memory` runs.
  package var wasmMemoryThresholdBytes: UInt64 = 0
  /// Those who may read what the canister prints, and where it traps.
  package var logVisibility = Visibility.controllers
  /// How much room the log has, in bytes.
  package var logMemoryLimitBytes: UInt64 = 4096
  /// Those who may list and read the canister's snapshots.
  package var snapshotVisibility = Visibility.controllers
  /// Those who may ask for the canister's status.
  package var statusVisibility = Visibility.controllers
  package var environmentVariables: [String: String] = [:]

  package init() {}

  /// Those who may see a part of a canister, beside its controllers.
  package enum Visibility: Codable, Hashable, Sendable {
    case controllers, everybody
    case viewers([Principal])

    /// Whether this principal may see it.
    func includes(_ principal: Principal, controllers: [Principal]) -> Bool {
      switch self {
      case .everybody: true
      case .controllers: controllers.contains(principal)
      case .viewers(let viewers):
        viewers.contains(principal) || controllers.contains(principal)
      }
    }
  }
}
