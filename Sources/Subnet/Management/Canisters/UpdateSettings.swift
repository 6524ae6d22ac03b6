import Candid

/// Changes a canister's controllers and settings
/// (Interface Specification, "IC method `update_settings`").
enum UpdateSettings: ManagementMethod {
  static let name = "update_settings"

  static func call(
    _ call: ManagementCall, of subnet: inout SubnetState
  ) throws(UserError) -> [CandidValue]? {
    let id = call.canister
    let wanted = try WantedSettings(
      call.argument["settings"], changing: subnet.canisters[id]?.settings ?? CanisterSettings())
    let reservation = try subnet.reservation(for: wanted, of: id)
    subnet.change(id, to: wanted.settings)
    subnet.canisters[id]?.reserve(reservation)
    if let controllers = wanted.orderedControllers {
      subnet.canisters[id]?.controllers = controllers
      subnet.note(.controllers(controllers), of: id, by: call.origin)
    }
    return []
  }
}

extension SubnetState {
  /// Gives other settings to a canister.
  mutating func change(_ id: Principal, to settings: CanisterSettings) {
    canisters[id]?.settings = settings
    canisters[id]?.log.limit(to: settings.logMemoryLimitBytes)
    canisters[id]?.version += 1
  }
}
