import Candid

/// Controllers and settings that calls want for canisters.
extension SubnetState {
  private static let maximumControllers = 10
  /// How much of all processors canisters can be guaranteed together, in percent.
  private static let computeCapacityPercent: UInt64 = 200
  /// How much memory a subnet has, in bytes.
  private static let memoryCapacityBytes: UInt64 = 2 << 40

  /// What a record of settings wants for a canister: its controllers, if they are to change, and
  /// all of its settings.
  ///
  /// Throws if no canister may have them, or not beside the other canisters of the subnet.
  func settings(
    in record: CandidValue, of id: Principal? = nil
  ) throws(UserError) -> (controllers: [Principal]?, settings: CanisterSettings) {
    let canister = id.flatMap { canisters[$0] }
    let settings = try (canister?.settings ?? CanisterSettings()).changed(by: record)
    let others = canisters.filter { $0.key != id }.values
    let usedBytes = others.reduce(0) { $0 + $1.allocatedBytes }
    let availableBytes = Self.memoryCapacityBytes - min(usedBytes, Self.memoryCapacityBytes)
    let requestedBytes = max(settings.memoryAllocationBytes, canister?.memory.totalBytes ?? 0)
    guard requestedBytes <= availableBytes else {
      throw .noMemoryCapacity(requested: requestedBytes, available: availableBytes)
    }
    let usedPercent = others.reduce(0) { $0 + $1.settings.computeAllocationPercent }
    // There is always something left for those without an allocation.
    let availablePercent = Self.computeCapacityPercent - 1 - usedPercent
    guard settings.computeAllocationPercent <= availablePercent else {
      throw .noComputeCapacity(
        requested: settings.computeAllocationPercent, available: availablePercent)
    }
    let controllers = record["controllers"].content?.elements.map(\.principal)
    if let controllers, controllers.count > Self.maximumControllers {
      throw .tooManyControllers(limit: Self.maximumControllers)
    }
    try CanisterLog.check(limitBytes: settings.logMemoryLimitBytes)
    return (controllers.map(Self.inOrder), settings)
  }

  /// Each controller once, in the order in which replicas list them.
  private static func inOrder(_ controllers: [Principal]) -> [Principal] {
    Set(controllers).sorted { left, right in
      left.bytes.count != right.bytes.count
        ? left.bytes.count < right.bytes.count
        : left.bytes.lexicographicallyPrecedes(right.bytes)
    }
  }
}
