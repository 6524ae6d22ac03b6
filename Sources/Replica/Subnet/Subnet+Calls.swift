import Executions
import Candid
import Canister

/// Calls in progress: requests and their call contexts, responses and their callbacks.
extension Subnet {
  /// Takes a request in: opens a call context and executes the method.
  func begin(
    _ call: OutgoingCall, context number: ContextNumber, caller: Principal,
    origin: CallContext.Origin
  ) throws(SubnetError) {
    if case .call(let call) = origin { pendingCalls.noteRequest(call) }
    contexts[number] = CallContext(
      canister: call.callee, origin: origin, caller: caller, cyclesAvailable: call.cycles)
    guard call.callee != .management else {
      try manage(call, context: number)
      return
    }
    if case .call = origin, let rejection = refusalToDeliver(to: call.callee) {
      finish(number, answer: .failure(rejection))
      return
    }
    let target: Target
    switch find(call.callee) {
    case .success(let found): target = found
    case .failure(let error):
      finish(number, answer: .refusal(error))
      return
    }
    let entry: Execution.Entry
    switch target.installation.code.methods[call.method] {
    case .update: entry = .update
    case .query: entry = .replicatedQuery
    case .compositeQuery:
      finish(number, answer: .refusal(.compositeQueryInReplicatedMode))
      return
    case nil:
      let error = UserError.methodNotFound(call.callee, kind: "update", name: call.method)
      finish(number, answer: .refusal(error))
      return
    }
    var execution = Execution(entry: entry, timeNanoseconds: timeNanoseconds, caller: caller)
    execution.method = call.method
    execution.argument = call.payload
    if entry == .update, case .call(let call) = origin {
      execution.deadlineNanoseconds = pendingCalls[call]?.deadlineNanoseconds
      contexts[number]?.deadlineNanoseconds = execution.deadlineNanoseconds
    }
    let failure = try run(execution, in: number, on: target.canister, of: target.installation)
    finish(number, failure: failure)
  }

  /// Executes code in a call context and carries out what it asks for; why it failed, or nil.
  func run(
    _ execution: Execution, in number: ContextNumber, on canister: HostedCanister,
    of installation: Installation
  ) throws(SubnetError) -> UserError? {
    var execution = execution
    execution.isAnswered = contexts[number]?.hasResponded ?? false
    execution.earlierInstructions = contexts[number]?.instructions ?? 0
    execution.cycles = contexts[number]?.cyclesAvailable ?? 0
    let outcome = try execute(execution, on: canister, of: installation)
    contexts[number]?.instructions &+= outcome.instructions
    if case .error(let code, let message) = outcome.result {
      return .executionFailed(canister.id, code: code, message: message)
    }
    canister.deposit(outcome.cyclesAccepted)
    canister.deposit(outcome.cyclesMinted)
    canister.cycleBalance -= outcome.cyclesBurned
    contexts[number]?.cyclesAvailable -= outcome.cyclesAccepted
    if execution.entry != .replicatedQuery { canister.noteHeap(pages: outcome.heapPages) }
    if let timer = outcome.globalTimer { canister.globalTimer = timer == 0 ? nil : timer }
    if execution.entry != .replicatedQuery { canister.version += 1 }
    for call in outcome.calls { send(call, from: canister, context: number) }
    switch outcome.result {
    case .reply(let bytes): respond(number, .reply(bytes))
    case .reject(let message): respond(number, .reject(message))
    case .noResponse, .error: break
    }
    return nil
  }

  private func send(
    _ call: OutgoingCall, from canister: HostedCanister, context: ContextNumber
  ) {
    let number = CallNumber(value: nextNumber())
    let timeout = call.timeoutSeconds.map { UInt64($0) * 1_000_000_000 }
    let pending = PendingCall(
      context: context, caller: canister.id, call: call,
      deadlineNanoseconds: timeout.map { timeNanoseconds &+ $0 })
    pendingCalls.insert(pending, as: number)
    contexts[context]?.outstandingCalls += 1
    canister.cycleBalance -= call.cycles
    queue.append(.request(number, caller: canister.id, call))
  }

  /// Answers a call context that is not answered yet.
  private func respond(_ number: ContextNumber, _ answer: ContextAnswer) {
    guard var context = contexts[number], !context.hasResponded else { return }
    context.hasResponded = true
    switch context.origin {
    case .ingress: answers[number] = answer.messageResult(from: context.canister)
    case .call(let call):
      pendingCalls.noteResponse(call)
      queue.append(
        .response(call, answer.callResult, refundedCycles: context.cyclesAvailable))
    case .system: break
    }
    context.cyclesAvailable = 0
    contexts[number] = context
  }

  /// Answers a call context and closes it.
  func finish(_ number: ContextNumber, answer: ContextAnswer) {
    respond(number, answer)
    close(number)
  }

  /// Closes a call context if nothing is left to happen in it after an execution.
  func finish(_ number: ContextNumber, failure: UserError?) {
    guard contexts[number]?.outstandingCalls == 0 else { return }
    finish(number, answer: failure.map { .trap($0) } ?? .noResponse)
  }

  private func close(_ number: ContextNumber) {
    guard let context = contexts.removeValue(forKey: number) else { return }
    completeStop(of: context.canister)
  }

  /// Executes the callback of a call that is answered.
  func deliverResponse(
    to number: CallNumber, _ answer: Result<[UInt8], Rejection>, refundedCycles: UInt128
  ) throws(SubnetError) {
    // Without a pending call the caller no longer waits: the response is dropped.
    guard let pending = pendingCalls.remove(number) else { return }
    canisters[pending.caller]?.deposit(refundedCycles)
    // The caller's code may be gone, with all that it waited for.
    guard let context = contexts[pending.context], let canister = canisters[context.canister],
      let installation = canister.installation
    else { return }
    contexts[pending.context]?.outstandingCalls -= 1
    var execution = Execution(
      callback: answer, of: pending.call, timeNanoseconds: timeNanoseconds, caller: context.caller)
    execution.refundedCycles = refundedCycles
    execution.deadlineNanoseconds = context.deadlineNanoseconds
    var failure = try run(execution, in: pending.context, on: canister, of: installation)
    if let callbackFailure = failure, let cleanup = pending.call.cleanupCallback {
      execution.entry = .cleanupCallback
      execution.callback = cleanup
      let cleanupFailure = try run(execution, in: pending.context, on: canister, of: installation)
      failure =
        cleanupFailure.map {
          callbackFailure.followed(byCleanupFailure: $0, of: canister.id)
        } ?? failure
    }
    finish(pending.context, failure: failure)
  }
}
