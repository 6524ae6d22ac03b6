import Admission
import Candid
import Executions

/// Calls in progress: requests and their call contexts, responses and their callbacks.
extension SubnetState {
  /// Takes a request in: opens a call context and has the method executed.
  mutating func begin(
    _ call: OutgoingCall, caller: Principal, origin: CallContext.Origin,
    deadlineNanoseconds: UInt64? = nil
  ) {
    let number = ContextNumber(value: nextNumber())
    if case .call(let call) = origin { pendingCalls.noteRequest(call) }
    contexts[number] = CallContext(
      canister: call.callee, origin: origin, caller: caller, cyclesAvailable: call.cycles)
    if case .remoteCall = origin, deadlineNanoseconds == nil {
      contexts[number]?.hasRemoteSlot = true
      pendingCalls.takeSlot(of: call.callee)
    }
    guard !isManagement(call.callee) else {
      return ManagementCanister.call(call, by: caller, in: number, of: &self)
    }
    if origin.isCanister, let rejection = refusalToDeliver(call, from: caller) {
      return finish(number, answer: .failure(rejection))
    }
    if let error = refusalOfCalls(to: call.callee) {
      return finish(number, answer: .refusal(error))
    }
    let kind = canisters[call.callee]?.code?.methods[call.method]
    let entry: Execution.Entry =
      kind == .query || kind == .compositeQuery ? .replicatedQuery : .update
    let prepayment: Prepayment
    switch prepay(for: entry, on: call.callee, caller: caller) {
    case .success(let paid): prepayment = paid
    case .failure(let error): return finish(number, answer: .refusal(error))
    }
    if let error = refusal(of: call, kind) {
      refund(prepayment, to: call.callee)
      return finish(number, answer: .refusal(error))
    }
    var execution = Execution(entry: entry, timeNanoseconds: timeNanoseconds, caller: caller)
    execution.method = call.method
    execution.argument = call.payload
    if entry == .update {
      execution.deadlineNanoseconds = deadlineNanoseconds
      contexts[number]?.deadlineNanoseconds = deadlineNanoseconds
    }
    execute(execution, in: number, prepayment) { .method(number, $0) }
  }

  /// Why a canister can't execute a method that others call; it pays for the attempt.
  private func refusal(of call: OutgoingCall, _ kind: CanisterMethodKind?) -> UserError? {
    guard canisters[call.callee]?.code != nil else { return .noModule(call.callee) }
    switch kind {
    case .update, .query: return nil
    case .compositeQuery: return .compositeQueryInReplicatedMode
    case nil: return .methodNotFound(call.callee, kind: "update", name: call.method)
    }
  }

  /// Has code executed in a call context.
  mutating func execute(
    _ execution: Execution, in number: ContextNumber, _ prepayment: Prepayment,
    for purpose: (Executed) -> RequestsUnderWay.Purpose
  ) {
    guard let context = contexts[number] else { return }
    var execution = execution
    execution.isAnswered = context.hasResponded
    execution.earlierInstructions = context.instructions
    execution.cycles = context.cyclesAvailable
    execute(execution, on: context.canister, prepayment, for: purpose)
  }

  /// Performs the requests of an execution in a call context; why that failed, or nil.
  mutating func settle(
    _ outcome: Outcome, of executed: Executed, in number: ContextNumber
  ) -> UserError? {
    let id = executed.canister
    contexts[number]?.instructions &+= outcome.instructions
    if case .error(let error) = outcome.result {
      return .executionFailed(id, error)
    }
    let mayChange = executed.entry != .replicatedQuery
    // What the code has seen as its version.
    let version = canisters[id]?.version ?? 0
    credit(outcome.cyclesAccepted, to: id)
    credit(outcome.cyclesMinted, to: id)
    let burned = min(outcome.cyclesBurned, canisters[id]?.cycleBalance ?? 0)
    canisters[id]?.cycleBalance -= burned
    consume(burned, of: id, for: .burning)
    contexts[number]?.cyclesAvailable -= outcome.cyclesAccepted
    if mayChange {
      canisters[id]?.noteHeap(pages: outcome.heapPages)
      canisters[id]?.stablePages = outcome.stablePages
      canisters[id]?.certifiedData = outcome.certifiedData
      canisters[id]?.version += 1
    }
    if let timer = outcome.globalTimer { canisters[id]?.globalTimer = timer == 0 ? nil : timer }
    for call in outcome.calls { send(call, from: id, version: version, in: number) }
    switch outcome.result {
    case .reply(let bytes): respond(number, .reply(bytes))
    case .reject(let message): respond(number, .reject(message))
    case .noResponse, .error: break
    }
    return nil
  }

  private mutating func send(
    _ call: OutgoingCall, from id: Principal, version: UInt64, in context: ContextNumber
  ) {
    let number = CallNumber(value: nextNumber())
    let timeout = call.timeoutSeconds.map { UInt64($0) * 1_000_000_000 }
    let cost = settings.costs.call(call)
    var prepayment = canisters[id].map { callbackPrepayment(of: $0) } ?? .none
    let (price, overflows) = call.cycles.addingReportingOverflow(cost + prepayment.cycles)
    // Something may have been charged while the canister was executing.
    let isPaid = !overflows && (canisters[id].map { $0.cycleBalance >= price } ?? false)
    if !isPaid { prepayment = .none }
    let pending = PendingCall(
      context: context, caller: id, call: call,
      deadlineNanoseconds: timeout.map { timeNanoseconds &+ $0 }, prepayment: prepayment,
      isPaid: isPaid)
    pendingCalls.insert(pending, as: number)
    contexts[context]?.outstandingCalls += 1
    guard isPaid else {
      let rejection = UserError.outOfCycles(id, missing: nil).rejection
      return queue.append(.response(number, .reject(rejection), refundedCycles: 0))
    }
    canisters[id]?.cycleBalance -= price
    consume(cost, of: id, for: .transmission)
    if isManagement(call.callee),
      let rejection = ManagementCanister.refusalToSend(
        call, senderVersion: version, isFromRoot: settings.isRoot)
    {
      return queue.append(
        .response(number, .reject(rejection), refundedCycles: call.cycles))
    }
    queue.append(.request(number, caller: id, call))
  }

  /// Answers a call context that is not answered yet.
  private mutating func respond(_ number: ContextNumber, _ answer: ContextAnswer) {
    guard var context = contexts[number], !context.hasResponded else { return }
    context.hasResponded = true
    let result = answer.callResult(ofManagement: isManagement(context.canister))
    switch context.origin {
    case .ingress(let message):
      self.answer(message, answer.messageResult(from: context.canister))
    case .call(let call):
      pendingCalls.noteResponse(call)
      queue.append(.response(call, result, refundedCycles: context.cyclesAvailable))
    case .remoteCall(let call):
      if context.hasRemoteSlot { pendingCalls.freeSlot(of: context.canister) }
      context.hasRemoteSlot = false
      respond(to: call, result, refundedCycles: context.cyclesAvailable)
    case .system: break
    }
    context.cyclesAvailable = 0
    contexts[number] = context
  }

  /// Answers a call context and closes it.
  mutating func finish(_ number: ContextNumber, answer: ContextAnswer) {
    respond(number, answer)
    close(number)
  }

  /// Closes a call context if nothing is left to happen in it after an execution.
  mutating func finish(_ number: ContextNumber, failure: UserError?) {
    guard contexts[number]?.outstandingCalls == 0 else { return }
    finish(number, answer: failure.map { .trap($0) } ?? .noResponse)
  }

  private mutating func close(_ number: ContextNumber) {
    guard let context = contexts.removeValue(forKey: number) else { return }
    StopCanister.completeStop(of: context.canister, in: &self)
  }

  /// Has the callback of a call executed that is answered.
  mutating func deliverResponse(
    to number: CallNumber, _ answer: CallResult, refundedCycles: UInt128
  ) {
    guard let pending = pendingCalls.remove(number) else { return }
    credit(refundedCycles, to: pending.caller)
    let transmission = pending.isPaid ? settings.costs.refund(for: answer) : 0
    giveBack(transmission, to: pending.caller, for: .transmission)
    // The caller's code may have been removed, with all that it waited for.
    guard let context = contexts[pending.context], canisters[context.canister]?.code != nil
    else { return refund(pending.prepayment, to: pending.caller) }
    contexts[pending.context]?.outstandingCalls -= 1
    var execution = Execution(
      callback: answer, of: pending.call, timeNanoseconds: timeNanoseconds, caller: context.caller)
    execution.refundedCycles = refundedCycles
    execution.deadlineNanoseconds = context.deadlineNanoseconds
    execute(execution, in: pending.context, pending.prepayment) {
      .callback(pending.context, pending, execution, $0)
    }
  }

  /// Goes on after a callback; one that has failed may have a cleanup.
  mutating func finishCallback(
    of pending: PendingCall, _ execution: Execution, in number: ContextNumber,
    _ prepayment: Prepayment, failure: UserError?
  ) {
    guard let failure, let cleanup = pending.call.cleanupCallback else {
      refund(prepayment, to: pending.caller)
      return finish(number, failure: failure)
    }
    var execution = execution
    execution.entry = .cleanupCallback
    execution.callback = cleanup
    execute(execution, in: number, prepayment) { .cleanup(number, failure, $0) }
  }
}
