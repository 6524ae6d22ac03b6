import Executions
import Candid

/// The management canister, `aaaaa-aa`: the few methods that scripts need.
extension Subnet {
  /// Executes a method of the management canister.
  func manage(_ call: OutgoingCall, context number: ContextNumber) throws(SubnetError) {
    if call.method == "http_request" { return try answerOutcall(call, context: number) }
    if call.method == "raw_rand" { return askForRandomness(context: number) }
    guard ["start_canister", "stop_canister", "deposit_cycles"].contains(call.method) else {
      finish(number, answer: .refusal(.unknownManagementMethod(call.method)))
      return
    }
    guard let id = ManagementMessage.canisterID(inRecord: call.payload) else {
      finish(number, answer: .refusal(.invalidManagementPayload(call.method)))
      return
    }
    guard let canister = canisters[id] else {
      finish(number, answer: .refusal(.canisterNotFound(id)))
      return
    }
    if call.method == "deposit_cycles" {
      canister.deposit(contexts[number]?.cyclesAvailable ?? 0)
      contexts[number]?.cyclesAvailable = 0
      finish(number, answer: .reply(ManagementMessage.emptyReply))
      return
    }
    let caller = contexts[number]?.caller ?? .anonymous
    guard canister.controllers.contains(caller) else {
      let error = UserError.notController(caller, of: id, controllers: canister.controllers)
      finish(number, answer: .refusal(error))
      return
    }
    if call.method == "start_canister" {
      start(canister)
      finish(number, answer: .reply(ManagementMessage.emptyReply))
    } else {
      if canister.status == .running { changeStatus(of: canister, to: .stopping) }
      waitingStops[id, default: []].append(number)
      completeStop(of: id)
    }
  }

  private func start(_ canister: HostedCanister) {
    if canister.status != .running { changeStatus(of: canister, to: .running) }
    for number in waitingStops.removeValue(forKey: canister.id) ?? [] {
      finish(number, answer: .refusal(.stoppingCancelled(canister.id)))
    }
  }

  /// Stops a canister that is to stop as soon as it has no open call contexts.
  func completeStop(of id: Principal) {
    guard let canister = canisters[id], canister.status != .running,
      !contexts.values.contains(where: { $0.canister == id })
    else { return }
    if canister.status == .stopping { changeStatus(of: canister, to: .stopped) }
    for number in waitingStops.removeValue(forKey: id) ?? [] {
      finish(number, answer: .reply(ManagementMessage.emptyReply))
    }
  }

  private func changeStatus(of canister: HostedCanister, to status: RunningStatus) {
    canister.status = status
    canister.version += 1
  }
}
