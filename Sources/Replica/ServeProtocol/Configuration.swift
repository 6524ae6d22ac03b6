package import Candid

/// What a canister can ask about itself, as far as only the subnet knows it.
package struct Configuration: Equatable, Sendable {
  package var canister: Principal
  package var subnet: Principal
  package var cycleBalance: UInt128
  package var status: RunningStatus
  package var version: UInt64
  package var controllers: [Principal]
  /// How much of the balance is set aside.
  package var frozenCycles: UInt128 = 0
  /// The network's public key in DER; empty for one that nobody has.
  package var rootKey: [UInt8] = []
  /// How large the heap may become; nil for as large as any.
  package var wasmMemoryLimitBytes: UInt64?
  package var environmentVariables: [String: String] = [:]
  /// Whether calls cost nothing, as on system subnets.
  package var isFree = false
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

  func write(to writer: inout WireWriter) {
    writer.bytes(canister.bytes)
    writer.bytes(subnet.bytes)
    writer.integer(cycleBalance)
    writer.integer(status.rawValue)
    writer.integer(version)
    writer.integer(instructionLimit ?? 0)
    writer.integer(UInt32(controllers.count))
    for controller in controllers { writer.bytes(controller.bytes) }
    writer.integer(frozenCycles)
    writer.bytes(rootKey)
    writer.integer(wasmMemoryLimitBytes ?? 0)
    writer.integer(UInt32(environmentVariables.count))
    let ordered = environmentVariables.sorted {
      $0.key.utf8.lexicographicallyPrecedes($1.key.utf8)
    }
    for (name, value) in ordered {
      writer.text(name)
      writer.text(value)
    }
    writer.integer(UInt8(isFree ? 1 : 0))
  }
}

/// Whether a canister takes messages, by its code in `ic0.canister_status`.
package enum RunningStatus: UInt8, Sendable {
  case running = 1
  case stopping, stopped
}
