import Candid
import Executions

/// Controllers and settings that a call requests for a canister.
struct WantedSettings {
  /// Nil if they are to stay.
  let controllers: [Principal]?
  let settings: CanisterSettings

  /// Throws if the record is not valid as settings.
  init(_ record: CandidValue, changing settings: CanisterSettings = .init()) throws(UserError) {
    self.settings = try settings.changed(by: record)
    controllers = record["controllers"].content?.elements.map(\.principal)
  }

  /// Each controller once, in the order in which replicas list them.
  var orderedControllers: [Principal]? {
    controllers.map { controllers in
      Set(controllers).sorted { left, right in
        left.bytes.count != right.bytes.count
          ? left.bytes.count < right.bytes.count
          : left.bytes.lexicographicallyPrecedes(right.bytes)
      }
    }
  }
}

extension SubnetState {
  private static let maximumControllers = 10
  /// How much of all processors canisters can be guaranteed together, in percent.
  private static let computeCapacityPercent: UInt64 = 200

  /// How many cycles a canister must set aside when it gets other settings.
  ///
  /// Throws if it can't have them beside the other canisters of the subnet, or can't pay for them.
  func reservation(for wanted: WantedSettings, of id: Principal) throws(UserError) -> UInt128 {
    guard let canister = canisters[id] else { return 0 }
    return try reservation(for: wanted, of: canister, holding: resources(of: canister, id))
  }

  /// The same for a canister that is yet to be created.
  func reservation(
    for wanted: WantedSettings, creatingWith cycleBalance: UInt128
  ) throws(UserError) -> UInt128 {
    try reservation(
      for: wanted, of: CanisterState(controllers: [], cycleBalance: cycleBalance),
      holding: Resources())
  }

  private func reservation(
    for wanted: WantedSettings, of canister: CanisterState, holding resources: Resources
  ) throws(UserError) -> UInt128 {
    let settings = wanted.settings
    try checkCapacity(for: settings, of: canister, holding: resources)
    if let controllers = wanted.controllers, controllers.count > Self.maximumControllers {
      throw .tooManyControllers(limit: Self.maximumControllers)
    }
    var changed = canister
    changed.settings = settings
    var held = resources
    held.memoryAllocationBytes = settings.memoryAllocationBytes
    held.computeAllocationPercent = settings.computeAllocationPercent
    let limit = freezingLimit(of: changed, holding: held)
    if canister.cycleBalance < limit {
      let missing = limit - canister.cycleBalance
      if settings.computeAllocationPercent > canister.settings.computeAllocationPercent {
        throw .tooFewCyclesToAllocate(
          computePercent: settings.computeAllocationPercent, missing: missing)
      }
      if settings.memoryAllocationBytes > canister.settings.memoryAllocationBytes {
        throw .tooFewCyclesToAllocate(
          memoryBytes: settings.memoryAllocationBytes, missing: missing)
      }
    }
    let reservation = try reservation(of: canister, becoming: changed)
    try CanisterLog.check(limitBytes: settings.logMemoryLimitBytes)
    return reservation
  }

  /// Throws if the subnet has not left what a canister is to be guaranteed.
  private func checkCapacity(
    for settings: CanisterSettings, of canister: CanisterState, holding resources: Resources
  ) throws(UserError) {
    // A canister that is yet to be created takes no part in the sums.
    let usedBytes = allocatedBytes - canister.allocatedBytes
    let availableBytes =
      CycleCosts.subnetMemoryBytes - min(usedBytes, CycleCosts.subnetMemoryBytes)
    let requestedBytes = max(settings.memoryAllocationBytes, resources.memoryBytes)
    guard requestedBytes <= availableBytes else {
      throw .noMemoryCapacity(requested: requestedBytes, available: availableBytes)
    }
    let usedPercent =
      canisters.values.reduce(0) { $0 + $1.settings.computeAllocationPercent }
      - canister.settings.computeAllocationPercent
    // There is always something left for those without an allocation.
    let availablePercent = Self.computeCapacityPercent - 1 - usedPercent
    guard settings.computeAllocationPercent <= availablePercent else {
      throw .noComputeCapacity(
        requested: settings.computeAllocationPercent, available: availablePercent)
    }
  }

  /// How many cycles a canister must set aside to have as much memory as it is to have.
  private func reservation(
    of canister: CanisterState, becoming changed: CanisterState
  ) throws(UserError) -> UInt128 {
    let limit = changed.settings.reservedCyclesLimit
    guard canister.reservedCycles <= limit else {
      throw .reservedLimitTooLow(limit, reserved: canister.reservedCycles)
    }
    let (bytes, shrinks) = changed.allocatedBytes.subtractingReportingOverflow(
      canister.allocatedBytes)
    if shrinks { return 0 }
    let reservation = settings.costs.storageReservation(
      takingBytes: bytes, usedBytes: allocatedBytes)
    guard reservation <= limit - canister.reservedCycles else {
      throw .tooManyCyclesToReserve(
        allocationBytes: changed.settings.memoryAllocationBytes, exceeding: limit,
        reserved: canister.reservedCycles + reservation)
    }
    guard canister.cycleBalance >= reservation else {
      throw .tooFewCyclesToAllocate(
        memoryBytes: changed.settings.memoryAllocationBytes,
        missing: reservation - canister.cycleBalance)
    }
    return reservation
  }
}
