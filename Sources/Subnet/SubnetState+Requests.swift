import Candid
import Executions

/// Asking the host, and going on when it has answered.
extension SubnetState {
  /// Has the host execute an entry point of a canister that has code.
  ///
  /// It may use as many instructions as any, unless a limit is given, and costs nothing unless
  /// something was paid in advance.
  mutating func execute(
    _ execution: Execution, on id: Principal, instructionLimit: UInt64? = nil,
    _ prepayment: Prepayment = .none, for purpose: (Executed) -> RequestsUnderWay.Purpose
  ) {
    guard let canister = canisters[id] else { return }
    var execution = execution
    execution.waitingCalls = pendingCalls.counts(of: id)
    execution.messageMemoryTakenBytes =
      settings.kind.boundsMessageMemory ? pendingCalls.memoryTakenBytes : nil
    let purpose = purpose(Executed(execution, on: id, prepayment))
    var configuration = configuration(of: canister, id)
    configuration.instructionLimit =
      instructionLimit ?? settings.instructionLimit
      ?? settings.kind.instructionLimit(of: execution)
    let number = request(for: purpose)
    effects.append(.execute(number, id, configuration, execution))
  }

  /// A canister as its process is configured for it.
  func configuration(of canister: CanisterState, _ id: Principal) -> Configuration {
    var configuration = Configuration(
      canister: id, subnet: settings.id, cycleBalance: canister.cycleBalance,
      status: canister.status, version: canister.version, controllers: canister.controllers)
    configuration.wasmMemoryLimitBytes = canister.settings.wasmMemoryLimitBytes
    configuration.environmentVariables = canister.settings.environmentVariables
    configuration.reservedCycles = canister.reservedCycles
    configuration.freezingThresholdSeconds = canister.settings.freezingThresholdSeconds
    configuration.resources = resources(of: canister, id)
    // The process knows how large its memories are, also while they grow.
    let memory = canister.memory
    configuration.resources.memoryBytes -= memory.heapBytes + memory.stableMemoryBytes
    configuration.nodeCount = settings.nodeCount
    configuration.isFree = settings.isFree
    configuration.callbackPrepayment = callbackPrepayment(of: canister).cycles
    return configuration
  }

  /// The number of a new request to the host.
  mutating func request(for purpose: RequestsUnderWay.Purpose) -> RequestNumber {
    let number = RequestNumber(value: nextNumber())
    let isQuery = if case .query = purpose { true } else { false }
    requests.add(purpose, as: number, isQuery ? .anywhere : .inOrder)
    return number
  }

  /// Takes the host's answer in, deals with all that can be dealt with now, and goes on with the
  /// round.
  mutating func take(_ answer: HostAnswer, for number: RequestNumber) {
    requests.take(answer, for: number)
    while let (purpose, answer) = requests.next(number) {
      resume(purpose, answer)
      requests.append()
    }
    advanceRound()
  }

  private mutating func resume(_ purpose: RequestsUnderWay.Purpose, _ answer: HostAnswer) {
    switch (purpose, answer) {
    case (.inspection(let message), .executed(let result)):
      finishInspection(of: message, result)
    case (.method(let context, let executed), .executed(let result)):
      let outcome = outcome(result, of: executed)
      refund(executed.prepayment.using(outcome), to: executed.canister)
      let failure = settle(outcome, of: executed, in: context)
      noteTaskFailure(failure, of: executed)
      finish(context, failure: failure)
    case (.callback(let context, let call, let execution, let executed), .executed(let result)):
      let outcome = outcome(result, of: executed)
      let failure = settle(outcome, of: executed, in: context)
      finishCallback(
        of: call, execution, in: context, executed.prepayment.using(outcome), failure: failure)
    case (.cleanup(let context, let callbackFailure, let executed), .executed(let result)):
      let outcome = outcome(result, of: executed)
      refund(executed.prepayment.using(outcome), to: executed.canister)
      let failure = settle(outcome, of: executed, in: context)
      finish(
        context,
        failure: failure.map {
          callbackFailure.followed(byCleanupFailure: $0, of: executed.canister)
        } ?? callbackFailure)
    case (.query(let number, let executed), .executed(let result)):
      resumeQuery(number, outcome(result, of: executed))
    case (
      .transform(let context, let transform, let limitBytes, let executed), .executed(let result)
    ):
      finish(
        context,
        answer: HTTPRequestMethod.answer(
          transformedBy: transform, outcome(result, of: executed), limitBytes: limitBytes))
    case (.outcall(let context, let request), .outcallAnswered(let answer)):
      HTTPRequestMethod.resume(request, answer, in: context, of: &self)
    case (.compilation(let context, let installation), .compiled(let result)):
      finishCompilation(result, for: installation, in: context)
    case (.takingSnapshot(let context, let taking), .snapshot(let result)):
      TakeCanisterSnapshot.finish(taking, result, in: context, of: &self)
    case (.loadingSnapshot(let context, let loading), .snapshot(let result)):
      LoadCanisterSnapshot.finish(loading, result, in: context, of: &self)
    case (.reading(let context, let place), .read(let bytes)):
      finishReading(bytes, at: place, in: context)
    case (.codeChange(let change, let requester, let prepayment), .installed(let result)):
      finish(change, result, for: requester, prepayment)
    default: break
    }
  }

  /// The outcome of an execution; the canister's log has it if all replicas would execute it.
  private mutating func outcome(_ result: ExecutionResult, of executed: Executed) -> Outcome {
    let outcome: Outcome
    switch result {
    case .ended(let ended): outcome = ended
    case .lost(let reason): outcome = .lost(reason)
    }
    if executed.isReplicated {
      canisters[executed.canister]?.log.append(outcome, timestampNanoseconds: timeNanoseconds)
    }
    return visible(outcome, of: executed.canister, for: executed.caller)
  }

  /// The outcome as a caller may see it: without backtrace, unless it may see the canister's log.
  func visible(_ outcome: Outcome, of canister: Principal, for caller: Principal) -> Outcome {
    let mayBeSeen = settings.showsBacktraces && canisters[canister]?.showsLog(to: caller) == true
    return mayBeSeen ? outcome : outcome.withoutBacktrace
  }
}

extension Outcome {
  /// That of an execution whose process has ended before it was over: nothing has happened.
  static func lost(_ reason: String) -> Outcome {
    Outcome(result: .error(ExecutionError(.engine, reason)))
  }
}
