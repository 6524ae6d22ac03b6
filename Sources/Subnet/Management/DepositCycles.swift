import Candid

/// Gives the cycles that come with the call to a canister
/// (Interface Specification, "IC method `deposit_cycles`").
enum DepositCycles: ManagementMethod {
  static let name = "deposit_cycles"

  static func call(
    _ argument: CandidValue, by caller: Principal, in context: ContextNumber,
    of subnet: inout SubnetState
  ) {
    let id = argument["canister_id"].principal
    guard subnet.canisters[id] != nil else {
      return subnet.finish(context, answer: .refusal(.canisterNotFound(id)))
    }
    subnet.canisters[id]?.deposit(subnet.contexts[context]?.cyclesAvailable ?? 0)
    subnet.contexts[context]?.cyclesAvailable = 0
    reply([], to: context, of: &subnet)
  }
}
