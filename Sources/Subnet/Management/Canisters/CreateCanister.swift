import Candid

/// Creates an empty canister with the cycles that come with the call
/// (Interface Specification, "IC method `create_canister`").
enum CreateCanister: ManagementMethod {
  static let name = "create_canister"
  static let ways = ManagementWays.canisters
  static let target: String? = nil

  static func call(
    _ call: ManagementCall, of subnet: inout SubnetState
  ) throws(UserError) -> [CandidValue]? {
    let record = call.argument["settings"].content ?? .null
    let wanted = try WantedSettings(record)
    let fee = subnet.settings.costs.canisterCreation
    let sent = subnet.contexts[call.context]?.cyclesAvailable ?? 0
    guard sent >= fee else { throw .tooFewCyclesToCreate(sent: sent, required: fee) }
    let reservation = try subnet.reservation(for: wanted, creatingWith: sent - fee)
    guard let id = subnet.nextCanisterID else { throw .noIDsLeft }
    subnet.create(
      id, controllers: wanted.orderedControllers ?? [call.caller], settings: wanted.settings,
      cycleBalance: subnet.takeCycles(of: call.context) - fee, by: call.origin)
    subnet.canisters[id]?.reserve(reservation)
    subnet.consume(fee, of: id, for: .creation)
    return [.record(["canister_id": .principal(id)])]
  }
}

extension SubnetState {
  /// Takes what is left of the cycles that came with a call.
  mutating func takeCycles(of context: ContextNumber) -> UInt128 {
    let cycles = contexts[context]?.cyclesAvailable ?? 0
    contexts[context]?.cyclesAvailable = 0
    return cycles
  }
}
