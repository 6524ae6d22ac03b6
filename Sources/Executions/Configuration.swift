import Bytes
package import Candid

/// What a canister can ask about itself, as far as only the subnet knows it.
package struct Configuration: Codable, Equatable, Sendable {
  package var canister: Principal
  package var subnet: Principal
  package var cycleBalance: UInt128
  package var status: RunningStatus
  package var version: UInt64
  package var controllers: [Principal]
  /// Cycles that are set aside for storage, beside the balance.
  package var reservedCycles: UInt128 = 0
  /// How long the balance must last without being spent.
  package var freezingThresholdSeconds: UInt64 = 0
  /// What the canister holds of the subnet; its memory is what it uses beside heap and stable
  /// memory.
  package var resources = Resources()
  /// How many nodes the subnet has.
  package var nodeCount: UInt64 = 13
  /// Whether nothing costs anything, as on system subnets.
  package var isFree = false
  /// What a call pays in advance for executing its callback.
  package var callbackPrepayment: UInt128 = 0
  /// The network's public key in DER; empty for one that nobody has.
  package var rootKey: [UInt8] = []
  /// How large the heap may become; nil for as large as any.
  package var wasmMemoryLimitBytes: UInt64?
  package var environmentVariables: [String: String] = [:]
  /// How many instructions a message may execute; nil for the limits of the Internet Computer.
  package var instructionLimit: UInt64?

  package init(
    canister: Principal, subnet: Principal, cycleBalance: UInt128, status: RunningStatus,
    version: UInt64, controllers: [Principal]
  ) {
    self.canister = canister
    self.subnet = subnet
    self.cycleBalance = cycleBalance
    self.status = status
    self.version = version
    self.controllers = controllers
  }
}

/// Whether a canister takes messages, by its code in `ic0.canister_status`.
package enum RunningStatus: UInt8, Codable, Sendable {
  case running = 1
  case stopping, stopped
}
