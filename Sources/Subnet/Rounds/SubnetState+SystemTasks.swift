import Admission
import Candid
import Executions

/// The tasks that the system gives canisters without a message.
extension SubnetState {
  /// Whether a timer is due.
  package var hasDueTimers: Bool { runningCanisters().contains { isTimerDue($0) } }

  /// Lists what is due in the round: of each canister the timer, then the heartbeat.
  mutating func listTasks() {
    for id in runningCanisters() {
      if isTimerDue(id) { round?.tasks.append(Round.Task(canister: id, method: .globalTimer)) }
      if round?.kind == .all, canisters[id]?.code?.systemMethods.contains(.heartbeat) == true {
        round?.tasks.append(Round.Task(canister: id, method: .heartbeat))
      }
    }
  }

  /// Runs a batch of tasks.
  mutating func runTasks() {
    var batch: Set<Principal> = []
    while let task = round?.tasks.first, batch.insert(task.canister).inserted {
      round?.tasks.removeFirst()
      guard canisters[task.canister]?.status == .running else { continue }
      run(task.method, on: task.canister)
    }
  }

  /// Notes why a timer or a heartbeat failed.
  mutating func noteTaskFailure(_ failure: UserError?, of executed: Executed) {
    guard let failure, [.globalTimer, .heartbeat].contains(executed.entry) else { return }
    round?.failures.append(failure)
  }

  /// Has a canister's hook run if its heap is nearly used up and the hook has not run.
  mutating func tellLowMemory(_ id: Principal) {
    guard isToBeToldLowMemory(id) else { return }
    canisters[id]?.lowMemory = .told
    run(.onLowWasmMemory, on: id)
  }

  /// Whether a canister does not know yet that its heap is nearly used up, and can be told: one
  /// that is frozen is told later.
  func isToBeToldLowMemory(_ id: Principal) -> Bool {
    guard let canister = canisters[id], canister.lowMemory == .untold, canister.status == .running
    else { return false }
    return canPrepay(for: .onLowWasmMemory, on: id)
  }

  /// Those that run, in the order of their ids.
  func runningCanisters() -> [Principal] {
    canisters.keys.filter { canisters[$0]?.status == .running }
  }

  private func isTimerDue(_ id: Principal) -> Bool {
    canisters[id]?.globalTimer.map { $0 <= timeNanoseconds } ?? false
  }

  private mutating func run(_ task: SystemMethod, on id: Principal) {
    guard canisters[id]?.code?.systemMethods.contains(task) == true else {
      if task == .globalTimer { canisters[id]?.globalTimer = nil }
      return
    }
    let entry: Execution.Entry =
      switch task {
      case .heartbeat: .heartbeat
      case .onLowWasmMemory: .onLowWasmMemory
      default: .globalTimer
      }
    let prepayment: Prepayment
    switch prepay(for: entry, on: id, caller: .management) {
    case .success(let paid): prepayment = paid
    case .failure(let error):
      round?.failures.append(error)
      return
    }
    if task == .globalTimer { canisters[id]?.globalTimer = nil }
    let number = ContextNumber(value: nextNumber())
    contexts[number] = CallContext(
      canister: id, origin: .system, caller: .management, cyclesAvailable: 0)
    execute(
      Execution(entry: entry, timeNanoseconds: timeNanoseconds, caller: .management), in: number,
      prepayment
    ) { .method(number, $0) }
  }
}
