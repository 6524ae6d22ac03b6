import Candid

/// Creates an empty canister with cycles out of nothing, which only test networks do (Interface
/// Specification, "IC method `provisional_create_canister_with_cycles`").
enum ProvisionalCreateCanister: ManagementMethod {
  static let name = "provisional_create_canister_with_cycles"
  static let target: String? = nil

  /// The defaults for a new canister.
  static let defaultCycles: UInt128 = 100_000_000_000_000

  static func call(
    _ call: ManagementCall, of subnet: inout SubnetState
  ) throws(UserError) -> [CandidValue]? {
    let record = call.argument["settings"].content ?? .null
    let cycleBalance = call.argument["amount"].cycles ?? defaultCycles
    let wanted = try WantedSettings(record)
    let reservation = try subnet.reservation(for: wanted, creatingWith: cycleBalance)
    let id = try id(call.argument["specified_id"], in: subnet)
    subnet.create(
      id, controllers: wanted.orderedControllers ?? [call.caller], settings: wanted.settings,
      cycleBalance: cycleBalance, by: call.origin)
    subnet.canisters[id]?.reserve(reservation)
    return [.record(["canister_id": .principal(id)])]
  }

  /// The id that the call requests, or else the next one.
  private static func id(
    _ wish: CandidValue, in subnet: SubnetState
  ) throws(UserError) -> Principal {
    guard case .principal(let id) = wish.content else {
      guard let id = subnet.nextCanisterID else { throw .noIDsLeft }
      return id
    }
    if subnet.settings.allotment.contains(id) { throw .idOfAllotment(id) }
    if subnet.canisters[id] != nil { throw .alreadyInstalled(id) }
    guard subnet.settings.contains(id) else {
      throw .idOfOtherSubnet(id, own: subnet.settings.id)
    }
    return id
  }
}
