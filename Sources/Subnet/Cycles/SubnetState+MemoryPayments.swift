import Candid
import Executions

/// Memory that canisters take by calls of the management canister, and what they pay for such
/// calls.
extension SubnetState {
  /// What the subnet keeps for its canisters, in bytes.
  var allocatedBytes: UInt64 { canisters.values.reduce(0) { $0 + $1.allocatedBytes } }

  /// What is left of the subnet's memory, in bytes.
  var availableBytes: UInt64 {
    CycleCosts.subnetMemoryBytes - min(allocatedBytes, CycleCosts.subnetMemoryBytes)
  }

  /// What a method costs that takes as long as so many instructions.
  func cost(instructions: UInt64) -> UInt128 {
    settings.costs.execution(instructions: instructions, is64Bit: false)
  }

  /// Has a canister pay for a method that takes as long as so many instructions.
  mutating func charge(
    instructions: UInt64, to id: Principal, by caller: Principal
  ) throws(UserError) {
    let refusal = charge(
      cost(instructions: instructions), to: id, for: .instructions, caller: caller)
    if let refusal { throw refusal }
  }

  /// Has a canister use so much memory from now on, and pay `cycles` for how it came to that.
  ///
  /// Throws if the subnet has not enough of it, or if the canister could not pay for it.
  mutating func resizeMemory(
    of id: Principal, to bytes: UInt64, paying cycles: UInt128 = 0, by caller: Principal
  ) throws(UserError) {
    guard let canister = canisters[id] else { return }
    let neededBytes = max(bytes, canister.settings.memoryAllocationBytes)
    let takenBytes = neededBytes - min(neededBytes, canister.allocatedBytes)
    if takenBytes > 0 {
      let availableBytes = availableBytes
      guard takenBytes <= availableBytes else {
        throw .noMemoryCapacity(requested: takenBytes, available: availableBytes)
      }
    }
    var resources = resources(of: canister, id)
    resources.memoryBytes = bytes
    let limit = freezingLimit(of: canister, holding: resources)
    guard canister.cycleBalance >= limit else {
      throw .tooFewCyclesToTake(bytes: takenBytes, missing: limit - canister.cycleBalance)
    }
    let spendable = canister.cycleBalance - limit
    guard spendable >= cycles else {
      let isController = canister.controllers.contains(caller)
      throw .snapshotTooExpensive(
        .outOfCycles(id, missing: isController ? cycles - spendable : nil))
    }
    let reservation = try reservation(of: canister, taking: takenBytes, after: cycles)
    canisters[id]?.cycleBalance -= cycles
    consume(cycles, of: id, for: .instructions)
    canisters[id]?.reserve(reservation)
  }

  /// How many cycles a canister must set aside to take so much more memory after a payment.
  private func reservation(
    of canister: CanisterState, taking bytes: UInt64, after payment: UInt128
  ) throws(UserError) -> UInt128 {
    if bytes == 0 { return 0 }
    let reservation = settings.costs.storageReservation(
      takingBytes: bytes, usedBytes: allocatedBytes)
    if reservation == 0 { return 0 }
    let (reserved, overflows) = canister.reservedCycles.addingReportingOverflow(reservation)
    guard !overflows && reserved <= canister.settings.reservedCyclesLimit else {
      throw .tooManyCyclesToReserve(
        bytes: bytes, exceeding: canister.settings.reservedCyclesLimit,
        reserved: overflows ? .max : reserved)
    }
    let balance = canister.cycleBalance - payment
    guard balance >= reservation else {
      throw .tooFewCyclesToTake(bytes: bytes, missing: reservation - balance)
    }
    return reservation
  }
}

extension CanisterState {
  /// Sets cycles of the balance aside for storage.
  mutating func reserve(_ cycles: UInt128) {
    cycleBalance -= cycles
    reservedCycles += cycles
  }
}
