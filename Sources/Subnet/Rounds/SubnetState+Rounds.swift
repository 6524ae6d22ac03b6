import Candid
import Executions

/// Rounds: each runs tasks, begins the messages from outside, and delivers what is on its way.
///
/// The host is asked for executions in batches: as many of those that are next, in order, as are of
/// different canisters. All outcomes of a batch are dealt with before the next batch is chosen, so
/// the state is the same as if executions were asked for one by one.
extension SubnetState {
  /// How many messages a round delivers at most; time stands still in a round.
  private static let maximumMessagesPerRound = 1000

  /// Begins a round, unless one is under way.
  mutating func beginRound(_ round: Round) {
    guard self.round == nil, requests.isIdle else { return }
    self.round = round
    if let time = nextTimeNanoseconds { timeNanoseconds = time }
    nextTimeNanoseconds = nil
    if round.kind == .all {
      ingressHistory.forget(at: timeNanoseconds)
      expireCalls()
      StopCanister.expire(in: &self)
      RawRand.answerWaiting(in: &self)
      for (id, statistics) in queryCounting.beginRound(nodeCount: settings.nodeCount) {
        canisters[id]?.count(statistics)
      }
      expireOutcalls()
    }
    if round.kind == .timers || settings.runsSystemTasks { listTasks() }
    advanceRound()
  }

  /// Goes on with the round while nothing is awaited that it depends on.
  mutating func advanceRound() {
    while requests.isIdle, let stage = round?.stage {
      switch stage {
      case .tasks:
        if round?.tasks.isEmpty == true { round?.stage = .ingress } else { runTasks() }
      case .ingress:
        if ingress.isEmpty { round?.stage = .messages } else { beginIngress() }
      case .messages:
        let isOver =
          queue.isEmpty || (round?.deliveredCount ?? 0) >= Self.maximumMessagesPerRound
        if isOver { round?.stage = .lowMemory } else { deliverMessages() }
      case .lowMemory:
        let untold = runningCanisters().filter { isToBeToldLowMemory($0) }
        if untold.isEmpty { endRound() }
        for id in untold { tellLowMemory(id) }
      }
    }
  }

  private mutating func endRound() {
    guard let failures = round?.failures else { return }
    round = nil
    chargeForTime()
    effects.append(.roundEnded(failures: failures))
  }

  private mutating func beginIngress() {
    var batch: Set<Principal> = []
    while let message = ingress.first?.message {
      // What others have done before, the management canister must see.
      let isAlone = message.canister == .management
      guard batch.isEmpty || !isAlone, batch.insert(message.canister).inserted else { return }
      let next = ingress.removeFirst()
      ingressHistory.begin(next.number)
      if let error = charge(for: message) {
        answer(next.number, .reject(error))
        continue
      }
      let call = OutgoingCall(
        callee: message.canister, method: message.method, payload: message.argument)
      begin(call, caller: message.sender, origin: .ingress(next.number))
      // What the management canister does, others must see.
      if isAlone { return chargeAfterwards(for: message) }
    }
  }

  /// Delivers a batch of what is on its way, which may lead to more.
  private mutating func deliverMessages() {
    var batch: Set<Principal> = []
    while let next = queue.first, (round?.deliveredCount ?? 0) < Self.maximumMessagesPerRound {
      if case .request(let number, _, let call) = next, isElsewhere(call) {
        queue.removeFirst()
        send(call, as: number)
        continue
      }
      guard let canister = receiver(of: next) else {
        drop(queue.removeFirst())
        round?.deliveredCount += 1
        continue
      }
      let isAlone = isManagement(canister) || isToBeToldLowMemory(before: next)
      guard batch.isEmpty || !isAlone, batch.insert(canister).inserted else { return }
      if isToBeToldLowMemory(before: next) { return tellLowMemory(canister) }
      queue.removeFirst()
      round?.deliveredCount += 1
      switch next {
      case .request(let number, let caller, let call):
        begin(
          call, caller: caller, origin: .call(number),
          deadlineNanoseconds: pendingCalls[number]?.deadlineNanoseconds)
      case .remoteRequest(let remote):
        begin(
          remote.request, caller: remote.caller, origin: .remoteCall(remote.call),
          deadlineNanoseconds: remote.deadlineNanoseconds)
      case .response(let number, let answer, let refund):
        deliverResponse(to: number, answer, refundedCycles: refund)
      }
      if isAlone { return }
    }
  }

  /// No call waits for a message any more: the cycles with it are lost.
  private mutating func drop(_ message: QueuedMessage) {
    if case .response(_, _, let refund) = message { consumedCycles &+= refund }
  }

  /// The canister that executes a message; nil if no call waits for it any more.
  private func receiver(of message: QueuedMessage) -> Principal? {
    switch message {
    case .request(_, _, let call): call.callee
    case .remoteRequest(let remote): remote.request.callee
    case .response(let number, _, _): pendingCalls[number]?.caller
    }
  }

  private func isToBeToldLowMemory(before message: QueuedMessage) -> Bool {
    guard message.isRequest, let callee = receiver(of: message) else { return false }
    return isToBeToldLowMemory(callee)
  }

  /// Answers the calls whose callers have waited long enough.
  private mutating func expireCalls() {
    for number in pendingCalls.expired(at: timeNanoseconds) {
      // It stays pending; whichever response comes first is delivered, the other one dropped.
      let rejection = Rejection(code: .systemUnknown, message: "Call deadline has expired.")
      queue.append(.response(number, .reject(rejection), refundedCycles: 0))
    }
  }
}
