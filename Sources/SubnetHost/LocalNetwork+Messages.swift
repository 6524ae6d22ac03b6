package import Admission
package import Candid
package import Subnet

/// Messages from outside.
extension LocalNetwork {
  /// Executes an update call, or a query as an update, until it is answered, and to the end of that
  /// round.
  ///
  /// While the answer lacks, a second passes from round to round. The message goes to a subnet that
  /// is named, as to the management canister of that.
  package func update(
    _ canister: Principal, method: String, argument: [UInt8], on subnet: Principal? = nil
  ) throws(SubnetError) -> MessageReport {
    try report { number throws(SubnetError) in
      let message = message(to: canister, method, argument)
      try apply(.subnet(subnet ?? self.subnet(receiving: message), .submit(number, message)))
      for round in 0..<Self.maximumRounds {
        guard answers[number] == nil else { return }
        if round > 0 { try setTime(nanoseconds: timeNanoseconds &+ 1_000_000_000) }
        try apply(.all(.round))
      }
      answers[number] = answers[number] ?? .reject(.timedOut(canister, rounds: Self.maximumRounds))
    }
  }

  /// Executes a query; nothing of it stays.
  package func query(
    _ canister: Principal, method: String, argument: [UInt8]
  ) throws(SubnetError) -> MessageReport {
    try report { number throws(SubnetError) in
      let message = message(to: canister, method, argument)
      try apply(.subnet(subnet(receiving: message), .query(number, message)))
    }
  }

  /// Gives code to a canister, and executes a round; if it fails, the canister is as it was before.
  package func install(
    _ code: CanisterCode, on id: Principal, mode: InstallationMode, argument: [UInt8],
    options: UpgradeOptions = UpgradeOptions()
  ) throws(SubnetError) -> MessageReport {
    keep(code)
    return try report { number throws(SubnetError) in
      let installation = CodeInstallation(
        origin: .user(sender), canister: id, mode: mode, code: code.description,
        argument: argument, options: options)
      try apply(.subnet(subnet(of: id), .install(number, installation)))
      if case .reply = answers[number] { try apply(.all(.round)) }
    }
  }

  /// The report on a module that no canister may have.
  package func refuseModule(for id: Principal, _ error: AdmissionError) -> MessageReport {
    MessageReport(
      result: .reject(.moduleRefused(id, code: error.icCode, reason: error.icMessage)))
  }

  /// Changes the settings of a canister.
  package func updateSettings(
    of id: Principal, to settings: CanisterSettings
  ) throws(SubnetError) -> MessageReport {
    try report { number throws(SubnetError) in
      try apply(
        .subnet(subnet(of: id), .updateSettings(number, id, settings, sender: sender)))
    }
  }

  /// Takes code and state from a canister; whoever waits for it is told so.
  package func uninstall(_ id: Principal) throws(SubnetError) -> MessageReport {
    try report { number throws(SubnetError) in
      try apply(.subnet(subnet(of: id), .uninstall(number, id, sender: sender)))
    }
  }

  /// Executes so many rounds without a message from outside; a nanosecond passes from one to the
  /// next.
  ///
  /// The report is a trap if a timer or a heartbeat traps.
  package func tick(rounds: Int = 1) throws(SubnetError) -> MessageReport {
    try report { number throws(SubnetError) in
      for round in 0..<rounds {
        if round > 0 { try setTime(nanoseconds: timeNanoseconds &+ 1) }
        try apply(.all(.round))
      }
      answers[number] = roundFailures.first.map { .trap($0) } ?? .ok
    }
  }

  /// Fires the global timers that are due, and delivers what comes of it.
  ///
  /// The report is a trap if one of them traps, and nil if none is due.
  package func fireDueTimers() throws(SubnetError) -> MessageReport? {
    guard network.subnets.values.contains(where: \.hasDueTimers) else { return nil }
    return try report { number throws(SubnetError) in
      try apply(.all(.fireTimers))
      answers[number] = roundFailures.first.map { .trap($0) } ?? .ok
    }
  }

  private func message(
    to canister: Principal, _ method: String, _ argument: [UInt8]
  ) -> IngressMessage {
    IngressMessage(sender: sender, canister: canister, method: method, argument: argument)
  }

  /// Does the work for one message from outside and reports it with all that it led to.
  private func report(
    _ body: (MessageNumber) throws(SubnetError) -> Void
  ) throws(SubnetError) -> MessageReport {
    activity = Activity()
    roundFailures = []
    defer { activity = nil }
    let number = nextMessage()
    defer { forget(number) }
    try body(number)
    return MessageReport(result: answers[number] ?? .ok, activity: activity ?? Activity())
  }
}
