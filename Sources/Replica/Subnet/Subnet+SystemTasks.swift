import Executions
import Candid
import Canister

/// What the system asks of canisters by itself.
extension Subnet {
  /// Fires the global timers that are due, and delivers what comes of it.
  ///
  /// The report is a trap if one of them traps, and nil if none is due.
  package func fireDueTimers() throws(SubnetError) -> MessageReport? {
    var firedCount = 0
    let report = try report { () throws(SubnetError) in
      var failures: [UserError] = []
      for canister in runningCanisters() where isTimerDue(canister) {
        firedCount += 1
        if let failure = try fireTimer(of: canister) { failures.append(failure) }
      }
      try deliverMessages()
      return failures.first.map { .trap($0) } ?? .ok
    }
    return firedCount == 0 ? nil : report
  }

  /// Executes what is due in a round: of each canister the timer, then the heartbeat.
  func runSystemTasks() throws(SubnetError) -> [UserError] {
    var failures: [UserError] = []
    for canister in runningCanisters() {
      if isTimerDue(canister), let failure = try fireTimer(of: canister) {
        failures.append(failure)
      }
      if let failure = try runTask(.heartbeat, entry: .heartbeat, on: canister) {
        failures.append(failure)
      }
    }
    return failures
  }

  private func isTimerDue(_ canister: HostedCanister) -> Bool {
    canister.globalTimer.map { $0 <= timeNanoseconds } ?? false
  }

  private func fireTimer(of canister: HostedCanister) throws(SubnetError) -> UserError? {
    canister.globalTimer = nil
    return try runTask(.globalTimer, entry: .globalTimer, on: canister)
  }

  /// Tells a canister that its heap is nearly used up, if so and it was not told.
  func tellLowMemory(_ canister: HostedCanister) throws(SubnetError) {
    guard canister.lowMemory == .untold, canister.status == .running else { return }
    canister.lowMemory = .told
    _ = try runTask(.onLowWasmMemory, entry: .onLowWasmMemory, on: canister)
  }

  private func runningCanisters() -> [HostedCanister] {
    canisters.values.filter { $0.status == .running }
      .sorted { $0.id.bytes.lexicographicallyPrecedes($1.id.bytes) }
  }

  private func runTask(
    _ task: SystemMethod, entry: Execution.Entry, on canister: HostedCanister
  ) throws(SubnetError) -> UserError? {
    guard let installation = canister.installation,
      installation.code.systemMethods.contains(task)
    else { return nil }
    let number = ContextNumber(value: nextNumber())
    contexts[number] = CallContext(
      canister: canister.id, origin: .system, caller: .management, cyclesAvailable: 0)
    let execution = Execution(
      entry: entry, timeNanoseconds: timeNanoseconds, caller: .management)
    let failure = try run(execution, in: number, on: canister, of: installation)
    finish(number, failure: failure)
    return failure
  }
}
