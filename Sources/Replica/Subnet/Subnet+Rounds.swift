import Executions
import Candid

/// Rounds, in which messages between canisters are delivered.
extension Subnet {
  /// How many rounds an answer may take: some canisters wait for hundreds of them.
  static let maximumRounds = 1_000
  /// How many messages a round delivers at most; time stands still in a round.
  static let maximumMessagesPerRound = 1000

  /// Runs so many rounds without a message from outside; a nanosecond passes from one to the next.
  ///
  /// The report is a trap if a timer or a heartbeat traps.
  package func tick(rounds: Int = 1) throws(SubnetError) -> MessageReport {
    try report { () throws(SubnetError) in
      var failures: [UserError] = []
      for round in 0..<rounds {
        if round > 0 { timeNanoseconds &+= 1 }
        failures += try startRound()
        try deliverMessages()
      }
      return failures.first.map { .trap($0) } ?? .ok
    }
  }

  /// Delivers messages until the call from outside is answered, and to the end of that round.
  ///
  /// The first round has been started; while the answer lacks, a second passes from round to round.
  func runRounds(
    untilAnswerOf context: ContextNumber, from canister: Principal
  ) throws(SubnetError) -> MessageResult {
    for round in 0..<Self.maximumRounds {
      if round > 0 {
        timeNanoseconds &+= 1_000_000_000
        _ = try startRound()
      }
      try deliverMessages()
      if let answer = answers.removeValue(forKey: context) { return answer }
    }
    return .reject(.timedOut(canister, rounds: Self.maximumRounds))
  }

  /// What a round begins with: calls expire, timers fire that are due, and hearts beat; why some of
  /// these tasks failed.
  ///
  /// Each canister has its tasks executed before its messages.
  @discardableResult
  func startRound() throws(SubnetError) -> [UserError] {
    expireCalls()
    drawRandomness()
    return runsSystemTasks ? try runSystemTasks() : []
  }

  /// The round in which code was given to a canister: that comes before all tasks and messages.
  func finishRoundOfInstallation() throws(SubnetError) {
    try startRound()
    try deliverMessages()
  }

  /// Delivers what is on its way and what comes of it, up to the limit of a round.
  func deliverMessages() throws(SubnetError) {
    for _ in 0..<Self.maximumMessagesPerRound {
      guard !queue.isEmpty else { break }
      switch queue.removeFirst() {
      case .request(let number, let caller, let call):
        if let callee = canisters[call.callee] { try tellLowMemory(callee) }
        try begin(
          call, context: ContextNumber(value: nextNumber()), caller: caller, origin: .call(number))
      case .response(let number, let answer, let refund):
        try deliverResponse(to: number, answer, refundedCycles: refund)
      }
    }
    for canister in canisters.values where canister.lowMemory == .untold {
      try tellLowMemory(canister)
    }
  }

  /// Answers the calls whose callers have waited long enough.
  private func expireCalls() {
    for number in pendingCalls.expired(at: timeNanoseconds) {
      // It stays pending; whichever response comes first is delivered, the other one dropped.
      let rejection = Rejection(code: .systemUnknown, message: "Call deadline has expired.")
      queue.append(.response(number, .failure(rejection), refundedCycles: 0))
    }
  }
}
