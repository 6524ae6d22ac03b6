import Candid

/// Rounds, in which messages between canisters are delivered.
extension Subnet {
  /// How many rounds an answer may take.
  static let maximumRounds = 100
  /// How many messages a round delivers at most; time stands still in a round.
  static let maximumMessagesPerRound = 1000

  /// Delivers messages until the call from outside is answered, and to the end of that round.
  ///
  /// While the answer lacks, a second passes from round to round; then calls expire, heartbeats
  /// beat and timers fire that are due.
  func runRounds(
    untilAnswerOf context: ContextNumber, from canister: Principal
  ) throws(SubnetError) -> MessageResult {
    for round in 0..<Self.maximumRounds {
      if round > 0 { try startNextRound() }
      try deliverMessages()
      if let answer = answers.removeValue(forKey: context) { return answer }
    }
    return .reject(.timedOut(canister, rounds: Self.maximumRounds))
  }

  private func startNextRound() throws(SubnetError) {
    timeNanoseconds &+= 1_000_000_000
    expireCalls()
    try beatHearts()
    _ = try runDueTimers()
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
