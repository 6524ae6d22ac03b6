import Candid

/// Creates an empty canister with the cycles that come with the call
/// (Interface Specification, "IC method `create_canister`").
enum CreateCanister: ManagementMethod {
  static let name = "create_canister"
  static let kind = ManagementMethodKind.updateOfCanisters

  static func call(
    _ argument: CandidValue, by caller: Principal, in context: ContextNumber,
    of subnet: inout SubnetState
  ) {
    let named = argument["settings"].content?["controllers"].content?.elements.map(\.principal)
    let cycles = subnet.contexts[context]?.cyclesAvailable ?? 0
    guard let id = subnet.create(controllers: named ?? [caller], cycleBalance: cycles) else {
      return subnet.finish(context, answer: .refusal(.noIDsLeft))
    }
    subnet.contexts[context]?.cyclesAvailable = 0
    reply([.record(["canister_id": .principal(id)])], to: context, of: &subnet)
  }
}
