import Candid

/// The uses of cycles that `canister_metrics` distinguishes.
enum CyclesUse: String, Codable, CodingKeyRepresentable, CaseIterable, Sendable {
  /// Memory, and what is set aside for responses.
  case memory
  case computeAllocation
  /// Messages from outside.
  case ingress
  case instructions
  /// Calls and their responses.
  case transmission
  /// What was left of the balance when there was not enough of it.
  case uninstallation
  case creation
  case outcalls
  /// By the canister itself.
  case burning
}

extension SubnetState {
  /// Notes that cycles were used, and for what; some belong to no canister.
  mutating func consume(_ cycles: UInt128, of id: Principal?, for use: CyclesUse) {
    consumedCycles &+= cycles
    guard let id, cycles > 0 else { return }
    canisters[id]?.consumedCycles[use, default: 0] &+= cycles
  }

  /// Notes that cycles that were consumed come back.
  mutating func giveBack(_ cycles: UInt128, to id: Principal, for use: CyclesUse) {
    guard cycles > 0 else { return }
    consumedCycles &-= cycles
    canisters[id]?.consumedCycles[use, default: 0] &-= cycles
    credit(cycles, to: id)
  }
}
