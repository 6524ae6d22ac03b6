import Executions
package import Candid

/// What canisters have printed.
extension Subnet {
  /// The log of a canister; empty for one that does not exist.
  package func log(of id: Principal) -> CanisterLog { canisters[id]?.log ?? CanisterLog() }

  func isManagementQuery(_ method: String) -> Bool { method == "fetch_canister_logs" }

  /// Answers a query of the management canister.
  func answerManagementQuery(_ call: OutgoingCall, from caller: Principal) -> ContextAnswer {
    guard isManagementQuery(call.method) else {
      return .refusal(.unknownManagementMethod(call.method))
    }
    guard let id = ManagementMessage.canisterID(inRecord: call.payload) else {
      return .refusal(.invalidManagementPayload(call.method))
    }
    guard let canister = canisters[id] else { return .refusal(.canisterNotFound(id)) }
    guard canister.showsLog(to: caller) else { return .refusal(.logNotAllowed(caller)) }
    return .reply(ManagementMessage.logs(canister.log))
  }
}
