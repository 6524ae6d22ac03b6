import Candid

/// What canisters pay for what they hold, as time passes.
extension SubnetState {
  private static let nanosecondsPerSecond: UInt64 = 1_000_000_000
  private static let secondsPerDay: UInt128 = 24 * 60 * 60
  /// How often canisters are charged.
  private static let chargePeriodSeconds: UInt64 = 10

  /// Charges all canisters for the time since they were charged last; one that can't pay loses its
  /// code, its snapshots and all cycles that it has.
  mutating func chargeForTime() {
    for id in canisters.keys {
      guard let canister = canisters[id], let seconds = secondsToCharge(canister) else { continue }
      canisters[id]?.lastChargeNanoseconds = timeNanoseconds
      for (use, cost) in settings.costs.daily(resources(of: canister, id)) {
        let cycles = cost.multipliedReportingOverflow(by: UInt128(seconds)).partialValue
        guard pay(cycles / Self.secondsPerDay, from: id, for: use) else {
          uninstallOutOfCycles(id)
          break
        }
      }
    }
  }

  /// How many seconds have passed since a canister was charged; nil while it is not to be charged.
  private func secondsToCharge(_ canister: CanisterState) -> UInt64? {
    guard let last = canister.lastChargeNanoseconds else { return 0 }
    guard timeNanoseconds >= last else { return nil }
    let seconds = (timeNanoseconds - last) / Self.nanosecondsPerSecond
    return seconds >= Self.chargePeriodSeconds ? seconds : nil
  }

  /// Takes cycles of a canister, first those that are set aside for this; false if it has too few.
  private mutating func pay(
    _ cycles: UInt128, from id: Principal, for use: CyclesUse
  ) -> Bool {
    guard let canister = canisters[id] else { return true }
    let reserved = min(cycles, canister.reservedCycles)
    guard canister.cycleBalance >= cycles - reserved else { return false }
    canisters[id]?.reservedCycles -= reserved
    canisters[id]?.cycleBalance -= cycles - reserved
    consume(cycles, of: id, for: use)
    return true
  }

  private mutating func uninstallOutOfCycles(_ id: Principal) {
    removeCode(of: id)
    guard let canister = canisters[id] else { return }
    consume(canister.cycleBalance &+ canister.reservedCycles, of: id, for: .uninstallation)
    canisters[id]?.cycleBalance = 0
    canisters[id]?.reservedCycles = 0
    canisters[id]?.settings.computeAllocationPercent = 0
    canisters[id]?.settings.memoryAllocationBytes = 0
    canisters[id]?.history.clear()
    for snapshot in canister.snapshots { delete(snapshot.id, of: id) }
  }
}
