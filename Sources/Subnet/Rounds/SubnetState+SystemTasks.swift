import Admission
import Candid
import Executions

/// What the system asks of canisters by itself.
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
      if task.method == .globalTimer { canisters[task.canister]?.globalTimer = nil }
      run(task.method, on: task.canister)
    }
  }

  /// Notes why a timer or a heartbeat failed.
  mutating func noteTaskFailure(_ failure: UserError?, of executed: Executed) {
    guard let failure, [.globalTimer, .heartbeat].contains(executed.entry) else { return }
    round?.failures.append(failure)
  }

  /// Tells a canister that its heap is nearly used up, if so and it was not told.
  mutating func tellLowMemory(_ id: Principal) {
    guard canisters[id]?.lowMemory == .untold, canisters[id]?.status == .running else { return }
    canisters[id]?.lowMemory = .told
    run(.onLowWasmMemory, on: id)
  }

  /// Those that run, in the order of their ids.
  func runningCanisters() -> [Principal] {
    canisters.filter { $0.value.status == .running }.keys
      .sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
  }

  private func isTimerDue(_ id: Principal) -> Bool {
    canisters[id]?.globalTimer.map { $0 <= timeNanoseconds } ?? false
  }

  private mutating func run(_ task: SystemMethod, on id: Principal) {
    guard canisters[id]?.code?.systemMethods.contains(task) == true else { return }
    let number = ContextNumber(value: nextNumber())
    contexts[number] = CallContext(
      canister: id, origin: .system, caller: .management, cyclesAvailable: 0)
    let entry: Execution.Entry =
      switch task {
      case .heartbeat: .heartbeat
      case .onLowWasmMemory: .onLowWasmMemory
      default: .globalTimer
      }
    execute(
      Execution(entry: entry, timeNanoseconds: timeNanoseconds, caller: .management), in: number
    ) { .method(number, $0) }
  }
}
