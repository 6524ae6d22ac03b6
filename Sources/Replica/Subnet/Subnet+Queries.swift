import Executions
import CanisterProcess
import Candid
import Canister

/// Queries, and the calls of composite ones (Interface Specification, "Composite queries").
///
/// A composite query waits with its changes set aside in its process while the queries that it has
/// called are executed, one after the other and each to its end. So the same canister may be called
/// again in between, and sees the committed state. All of them share one budget of instructions.
extension Subnet {
  /// How many composite queries may wait for each other.
  private static let maximumDepth = 6

  /// What canisters get as the certificate of their data: they can only pass it on, and nobody here
  /// signs one.
  private static let certificate = Array("certificate".utf8)

  /// The answer to a query from outside.
  func answerQuery(_ call: OutgoingCall) throws(SubnetError) -> ContextAnswer {
    var budget = QueryBudget(
      instructionLimit: instructionLimit ?? kind.queryTreeInstructions)
    do {
      return try answer(call, caller: sender, depth: 0, &budget)
    } catch {
      switch error {
      case .tooDeep: return .refusal(.compositeQueryTooDeep)
      case .exhausted: return .refusal(.compositeQueryExhausted)
      case .subnet(let error): throw error
      }
    }
  }

  /// Why no answer is given to anybody.
  private enum Abortion: Error {
    case tooDeep
    case exhausted
    case subnet(SubnetError)
  }

  private func answer(
    _ call: OutgoingCall, caller: Principal, depth: Int, _ budget: inout QueryBudget
  ) throws(Abortion) -> ContextAnswer {
    if call.callee == .management {
      if isManagementQuery(call.method) { budget.spendOnCall() }
      return answerManagementQuery(call, from: caller)
    }
    let target: Target
    switch find(call.callee) {
    case .success(let found): target = found
    case .failure(let error): return .refusal(error)
    }
    let isComposite: Bool
    switch target.installation.code.methods[call.method] {
    case .query: isComposite = false
    case .compositeQuery: isComposite = true
    case .update, nil:
      return .refusal(.methodNotFound(call.callee, kind: "query", name: call.method))
    }
    var execution = Execution(
      entry: isComposite ? .compositeQuery : .query, timeNanoseconds: timeNanoseconds,
      caller: caller)
    execution.dataCertificate = depth == 0 ? Self.certificate : nil
    execution.method = call.method
    execution.argument = call.payload
    execution.holdsChanges = isComposite || countsPagesOfQueries
    let outcome = try execute(execution, on: target, &budget)
    if depth > 0 { budget.spendOnCall() }
    if case .error(let code, let message) = outcome.result {
      return .trap(.executionFailed(call.callee, code: code, message: message))
    }
    let ownAnswer = ContextAnswer(outcome.result)
    let isTooDeep = depth >= Self.maximumDepth
    if ownAnswer != nil || isTooDeep || budget.isSpent || outcome.calls.isEmpty {
      if execution.holdsChanges { try send(.rollback, to: target) }
      if let ownAnswer { return ownAnswer }
      guard !isTooDeep else { throw .tooDeep }
      guard !budget.isSpent else { throw .exhausted }
      return .noResponse
    }
    try send(.setAside, to: target)
    do {
      let answer = try answer(
        outcome.calls, of: target, caller: caller, depth: depth,
        instructions: outcome.instructions, &budget)
      try send(.discard, to: target)
      return answer
    } catch {
      // With the machine in trouble there may be nobody to tell.
      switch error {
      case .tooDeep, .exhausted: try send(.discard, to: target)
      case .subnet: break
      }
      throw error
    }
  }

  /// Executes calls and their callbacks until one of these answers the query that made them.
  ///
  /// Before and after, the changes of that query are aside. `instructions` are what it has used
  /// when it made the calls.
  private func answer(
    _ calls: [OutgoingCall], of target: Target, caller: Principal, depth: Int,
    instructions: UInt64, _ budget: inout QueryBudget
  ) throws(Abortion) -> ContextAnswer {
    var waiting = CallQueues.inOrder(calls)
    var failure: UserError?
    var instructions = instructions
    while !waiting.isEmpty {
      let call = waiting.removeFirst()
      let result = try answer(call, caller: target.canister.id, depth: depth + 1, &budget)
        .callResult
      var execution = Execution(
        callback: result, of: call, timeNanoseconds: timeNanoseconds, caller: caller)
      execution.isComposite = true
      execution.holdsChanges = true
      execution.continuesChanges = true
      execution.earlierInstructions = instructions
      let outcome = try execute(execution, on: target, &budget)
      instructions &+= outcome.instructions
      guard case .error(let code, let message) = outcome.result else {
        try send(.setAside, to: target)
        if let answer = ContextAnswer(outcome.result) { return answer }
        failure = nil
        waiting += CallQueues.inOrder(outcome.calls)
        continue
      }
      let callbackFailure = UserError.executionFailed(
        target.canister.id, code: code, message: message)
      failure = try cleanUp(
        after: callbackFailure, call, execution, on: target, &budget)
    }
    if let failure { return .trap(failure) }
    guard !budget.isSpent else { throw .exhausted }
    return .noResponse
  }

  /// Executes the cleanup callback of a call whose other callback failed, if it has one.
  private func cleanUp(
    after failure: UserError, _ call: OutgoingCall, _ execution: Execution, on target: Target,
    _ budget: inout QueryBudget
  ) throws(Abortion) -> UserError {
    guard let cleanup = call.cleanupCallback else { return failure }
    var execution = execution
    execution.entry = .cleanupCallback
    execution.callback = cleanup
    let outcome = try execute(execution, on: target, &budget)
    guard case .error(let code, let message) = outcome.result else {
      try send(.setAside, to: target)
      return failure
    }
    return failure.followed(
      byCleanupFailure: .executionFailed(target.canister.id, code: code, message: message),
      of: target.canister.id)
  }

  /// Executes what the budget allows, and takes what was used from it.
  private func execute(
    _ execution: Execution, on target: Target, _ budget: inout QueryBudget
  ) throws(Abortion) -> Outcome {
    guard !budget.isSpent else { throw .exhausted }
    do {
      let outcome = try execute(
        execution, on: target.canister, of: target.installation,
        instructionLimit: budget.limit)
      budget.spend(outcome.instructions)
      return outcome
    } catch {
      throw .subnet(error)
    }
  }

  private func send(_ request: Request, to target: Target) throws(Abortion) {
    do {
      try target.installation.process.expectDone(request)
    } catch {
      throw .subnet(.canisterLost(target.canister.id, during: "a composite query", error))
    }
  }
}

extension ContextAnswer {
  /// The answer that an execution gave, if it gave one.
  fileprivate init?(_ result: Outcome.Result) {
    switch result {
    case .reply(let bytes): self = .reply(bytes)
    case .reject(let message): self = .reject(message)
    case .noResponse, .error: return nil
    }
  }
}

extension Execution {
  /// The callback for the answer to a call.
  init(
    callback answer: Result<[UInt8], Rejection>, of call: OutgoingCall, timeNanoseconds: UInt64,
    caller: Principal
  ) {
    switch answer {
    case .success(let reply):
      self.init(entry: .replyCallback, timeNanoseconds: timeNanoseconds, caller: caller)
      callback = call.replyCallback
      argument = reply
    case .failure(let rejection):
      self.init(entry: .rejectCallback, timeNanoseconds: timeNanoseconds, caller: caller)
      callback = call.rejectCallback
      self.rejection = rejection
    }
  }
}
