import Admission
import Candid
import Executions

/// Queries, and the calls of composite ones (Interface Specification, "Composite queries").
///
/// A composite query waits with its changes set aside in its process while the queries that it has
/// called are executed, one after the other and each to its end. So the same canister may be called
/// again in between, and sees the committed state. All of them share one budget of instructions.
extension SubnetState {
  /// Begins a query from outside.
  mutating func beginQuery(_ message: IngressMessage, as number: MessageNumber) {
    guard queries[number] == nil else { return }
    queries[number] = Query(
      message: message,
      budget: QueryBudget(
        instructionLimit: settings.instructionLimit ?? settings.kind.queryTreeInstructions))
    let call = OutgoingCall(
      callee: message.canister, method: message.method, payload: message.argument)
    begin(call, caller: message.sender, of: number)
  }

  /// Begins a query from outside or called by another one.
  private mutating func begin(_ call: OutgoingCall, caller: Principal, of number: MessageNumber) {
    let isCalled = queries[number]?.frames.isEmpty == false
    if call.callee == .management {
      let (answer, isExecuted) = ManagementCanister.answerQuery(call, by: caller, of: self)
      if isExecuted { queries[number]?.budget.spendOnCall() }
      return finish(number, with: answer)
    }
    let isComposite: Bool
    switch runningCode(of: call.callee) {
    case .failure(let error): return finish(number, with: .refusal(error))
    case .success(let code):
      switch code.methods[call.method] {
      case .query: isComposite = false
      case .compositeQuery: isComposite = true
      case .update, nil:
        let error = UserError.methodNotFound(call.callee, kind: "query", name: call.method)
        return finish(number, with: .refusal(error))
      }
    }
    if isFrozen(call.callee) {
      return finish(number, with: .refusal(.frozenForQueries(call.callee)))
    }
    var execution = Execution(
      entry: isComposite ? .compositeQuery : .query, timeNanoseconds: timeNanoseconds,
      caller: caller)
    execution.dataCertificate = isCalled ? nil : certificate(for: call.callee)
    execution.method = call.method
    execution.argument = call.payload
    execution.holdsChanges = isComposite || settings.countsPagesOfQueries
    queries[number]?.frames.append(
      Query.Frame(call: call, caller: caller, holdsChanges: execution.holdsChanges))
    execute(execution, of: number)
  }

  /// Has code executed for the current query, if there is anything left of the budget.
  private mutating func execute(_ execution: Execution, of number: MessageNumber) {
    guard let query = queries[number], let frame = query.frames.last else { return }
    guard !query.budget.isSpent else { return abort(number, .compositeQueryExhausted) }
    execute(execution, on: frame.call.callee, instructionLimit: query.budget.limit) {
      .query(number, $0)
    }
  }

  /// Goes on when an execution of a query has ended.
  mutating func resumeQuery(_ number: MessageNumber, _ outcome: Outcome) {
    guard var query = queries[number], var frame = query.frames.popLast() else { return }
    query.budget.spend(outcome.instructions)
    frame.instructions &+= outcome.instructions
    let stage = frame.stage
    query.frames.append(frame)
    queries[number] = query
    switch stage {
    case .method: finishMethod(of: frame, outcome, of: number)
    case .callback(let call, let execution):
      finishCallback(of: frame, call, execution, outcome, of: number)
    case .cleanup(let failure): finishCleanup(of: frame, failure, outcome, of: number)
    case .calling: break
    }
  }

  private mutating func finishMethod(
    of frame: Query.Frame, _ outcome: Outcome, of number: MessageNumber
  ) {
    let canister = frame.call.callee
    queryCounting.count(QueryStatistics(frame.call, outcome), of: canister)
    let isCalled = (queries[number]?.frames.count ?? 0) > 1
    if isCalled { queries[number]?.budget.spendOnCall() }
    if case .error(let error) = outcome.result {
      return pop(number, with: .trap(.executionFailed(canister, error)))
    }
    let answer = ContextAnswer(outcome.result)
    let isTooDeep = (queries[number]?.frames.count ?? 0) > Query.maximumDepth
    let isExhausted = queries[number]?.budget.isSpent == true
    if answer != nil || isTooDeep || isExhausted || outcome.calls.isEmpty {
      if frame.holdsChanges { settle(canister, .rollback) }
      if let answer { return pop(number, with: answer) }
      if isTooDeep { return abort(number, .compositeQueryTooDeep) }
      if isExhausted { return abort(number, .compositeQueryExhausted) }
      return pop(number, with: .noResponse)
    }
    settle(canister, .setAside)
    callNext(after: outcome.calls, of: number)
  }

  private mutating func finishCallback(
    of frame: Query.Frame, _ call: OutgoingCall, _ execution: Execution, _ outcome: Outcome,
    of number: MessageNumber
  ) {
    let canister = frame.call.callee
    guard case .error(let error) = outcome.result else {
      settle(canister, .setAside)
      if let answer = ContextAnswer(outcome.result) {
        settle(canister, .discard)
        return pop(number, with: answer)
      }
      update(number) { $0.failure = nil }
      return callNext(after: outcome.calls, of: number)
    }
    let failure = UserError.executionFailed(canister, error)
    guard let cleanup = call.cleanupCallback else {
      update(number) { $0.failure = failure }
      return callNext(after: [], of: number)
    }
    update(number) { $0.stage = .cleanup(after: failure) }
    var execution = execution
    execution.entry = .cleanupCallback
    execution.callback = cleanup
    execute(execution, of: number)
  }

  private mutating func finishCleanup(
    of frame: Query.Frame, _ failure: UserError, _ outcome: Outcome, of number: MessageNumber
  ) {
    let canister = frame.call.callee
    var failure = failure
    if case .error(let error) = outcome.result {
      failure = failure.followed(
        byCleanupFailure: .executionFailed(canister, error), of: canister)
    } else {
      settle(canister, .setAside)
    }
    update(number) { $0.failure = failure }
    callNext(after: [], of: number)
  }

  /// Executes the next call of the current query, or ends it without an answer.
  private mutating func callNext(after newCalls: [OutgoingCall], of number: MessageNumber) {
    update(number) { $0.waiting += CallQueues.inOrder(newCalls) }
    guard let query = queries[number], let frame = query.frames.last else { return }
    guard let call = frame.waiting.first else {
      let isExhausted = frame.failure == nil && query.budget.isSpent
      if isExhausted { return abort(number, .compositeQueryExhausted) }
      settle(frame.call.callee, .discard)
      return pop(number, with: frame.failure.map { .trap($0) } ?? .noResponse)
    }
    update(number) {
      $0.waiting.removeFirst()
      $0.stage = .calling(call)
    }
    begin(call, caller: frame.call.callee, of: number)
  }

  /// Ends the current query and passes its answer to the caller.
  private mutating func pop(_ number: MessageNumber, with answer: ContextAnswer) {
    queries[number]?.frames.removeLast()
    finish(number, with: answer)
  }

  /// Passes an answer to the query that waits for it, or to the sender outside.
  private mutating func finish(_ number: MessageNumber, with answer: ContextAnswer) {
    guard let query = queries[number] else { return }
    guard let frame = query.frames.last else {
      queries[number] = nil
      let canister = query.message.canister
      guard case .noResponse = answer else {
        return self.answer(number, answer.messageResult(from: canister))
      }
      return self.answer(number, .reject(.queryDidNotReply(canister)))
    }
    guard case .calling(let call) = frame.stage else { return }
    var execution = Execution(
      callback: answer.callResult(ofManagement: call.callee == .management), of: call,
      timeNanoseconds: timeNanoseconds, caller: frame.caller)
    execution.isComposite = true
    execution.holdsChanges = true
    execution.continuesChanges = true
    execution.earlierInstructions = frame.instructions
    update(number) { $0.stage = .callback(call, execution) }
    execute(execution, of: number)
  }

  /// Ends all of a query without an answer to any of its calls.
  private mutating func abort(_ number: MessageNumber, _ error: UserError) {
    guard let query = queries.removeValue(forKey: number) else { return }
    for frame in query.frames.reversed() where frame.stage != .method {
      settle(frame.call.callee, .discard)
    }
    answer(number, .reject(error))
  }

  private mutating func update(_ number: MessageNumber, _ change: (inout Query.Frame) -> Void) {
    guard var frame = queries[number]?.frames.popLast() else { return }
    change(&frame)
    queries[number]?.frames.append(frame)
  }

  private mutating func settle(_ canister: Principal, _ changes: HeldChanges) {
    effects.append(.settle(canister, changes))
  }
}

extension QueryStatistics {
  /// Those of a query method.
  fileprivate init(_ call: OutgoingCall, _ outcome: Outcome) {
    callCount = 1
    instructions = outcome.instructions
    requestBytes = UInt64(call.payload.count)
    switch outcome.result {
    case .reply(let bytes): responseBytes = UInt64(bytes.count)
    case .reject(let message): responseBytes = UInt64(message.utf8.count)
    case .noResponse, .error: break
    }
  }
}

extension ContextAnswer {
  /// The answer that an execution gave, if it gave one.
  init?(_ result: Outcome.Result) {
    switch result {
    case .reply(let bytes): self = .reply(bytes)
    case .reject(let message): self = .reject(message)
    case .noResponse, .error: return nil
    }
  }
}
