import Executions
package import CanisterProcess
package import Candid
package import Canister

/// Canisters that are installed, called and that call each other, all on this machine.
///
/// This is the front door. A message from outside goes in by `update`, `query`, `install` or
/// `fireDueTimers`, and comes back as a `MessageReport` when it is answered. In between the subnet
/// passes requests and responses from canister to canister (`Subnet+Rounds.swift`,
/// `Subnet+Calls.swift`); each canister executes its part in a process of its own, which the subnet
/// knows as a `CanisterConnection`. What canisters get wrong is part of the report; what is thrown
/// is trouble with the machine.
package final class Subnet {
  /// The time that canisters see, in nanoseconds since 1970.
  package var timeNanoseconds: UInt64 = 1_620_328_630_000_000_000

  /// The kind of subnet that this is.
  package var kind = SubnetKind.application

  /// How many instructions a message may execute; nil for the limits of the Internet Computer.
  package var instructionLimit: UInt64?

  /// Whether reports tell which pages queries have changed before their changes are dropped.
  package var countsPagesOfQueries = false

  /// Whether hearts beat and timers fire in rounds.
  package var runsSystemTasks = true

  /// Whether errors tell which functions were running, to whom may see a canister's log.
  package var showsBacktraces = true

  /// What answers canisters' HTTP requests.
  package var outcalls = OutcallScript()

  /// Who sends the messages from outside.
  package var sender = Principal.anonymous

  let launcher: any CanisterLauncher
  let stateDirectory: String
  var canisters: [Principal: HostedCanister] = [:]
  var contexts: [ContextNumber: CallContext] = [:]
  var pendingCalls = PendingCalls()
  var queue: [QueuedMessage] = []
  /// The answers to messages from outside, until they are fetched.
  var answers: [ContextNumber: MessageResult] = [:]
  /// What the message at hand has led to so far.
  var activity = Activity()
  /// Calls of `raw_rand` that wait for the next round.
  var waitingRandomness: [ContextNumber] = []
  /// Calls of `stop_canister` that wait for open call contexts, by the canister to stop.
  var waitingStops: [Principal: [ContextNumber]] = [:]
  private var lastNumber: UInt64 = 0
  private var nextCanisterIndex: UInt64 = 0

  /// The id of the subnet, as canisters see it.
  static let id = Principal(canisterIndex: .max)

  /// The one canister that may make cycles.
  private static let cyclesMintingCanister = Principal(canisterIndex: 4)

  /// The balance of a new canister, in cycles.
  static let initialCycleBalance: UInt128 = 1_000_000_000_000_000

  /// A subnet without canisters; each will have a directory of its own in `stateDirectory`.
  package init(launcher: any CanisterLauncher, stateDirectory: String) {
    self.launcher = launcher
    self.stateDirectory = stateDirectory
  }

  /// Whether a canister with this id was created.
  package func hasCanister(_ id: Principal) -> Bool { canisters[id] != nil }

  /// Creates an empty canister with the next free id, controlled by the sender and by itself.
  @discardableResult
  package func createCanister() -> Principal {
    while hasCanister(Principal(canisterIndex: nextCanisterIndex)) { nextCanisterIndex += 1 }
    let id = Principal(canisterIndex: nextCanisterIndex)
    createCanister(id: id)
    return id
  }

  /// Creates an empty canister with a given id, which no canister has.
  package func createCanister(id: Principal) {
    precondition(!hasCanister(id), "the canister was created before")
    canisters[id] = HostedCanister(
      id: id, controllers: [sender, id], cycleBalance: Self.initialCycleBalance)
  }

  /// Ends all processes.
  /// - Parameter completesState: Whether somebody will look into the state directory.
  package func end(completesState: Bool) {
    for canister in canisters.values {
      canister.installation?.process.connection.end(completesState: completesState)
    }
  }

  func nextNumber() -> UInt64 {
    lastNumber += 1
    return lastNumber
  }

  /// Runs the work for one message from outside and reports it with all that it led to.
  func report(
    _ body: () throws(SubnetError) -> MessageResult
  ) throws(SubnetError) -> MessageReport {
    activity = Activity()
    let result = try body()
    return MessageReport(result: result, activity: activity)
  }

  /// Executes an entry point of a canister that has code; it may use as many instructions as any,
  /// unless a limit is given.
  func execute(
    _ execution: Execution, on canister: HostedCanister, of installation: Installation,
    instructionLimit: UInt64? = nil
  ) throws(SubnetError) -> Outcome {
    var configuration = Configuration(
      canister: canister.id, subnet: Self.id, cycleBalance: canister.cycleBalance,
      status: canister.status, version: canister.version, controllers: canister.controllers)
    configuration.wasmMemoryLimitBytes = canister.settings.wasmMemoryLimitBytes
    configuration.environmentVariables = canister.settings.environmentVariables
    configuration.isFree = kind.isFree
    configuration.instructionLimit =
      instructionLimit ?? self.instructionLimit ?? kind.instructionLimit(of: execution)
    var execution = execution
    execution.waitingCalls = pendingCalls.counts(of: canister.id)
    execution.messageMemoryTakenBytes =
      kind.boundsMessageMemory ? pendingCalls.memoryTakenBytes : nil
    do {
      let outcome = try installation.process.execute(execution, configuration: configuration)
      try Self.check(
        outcome, of: canister.id, cycles: execution.cycles, cycleBalance: canister.cycleBalance)
      activity.add(outcome, canister: canister.id, timeNanoseconds: timeNanoseconds)
      if execution.isReplicated {
        canister.log.append(outcome, timestampNanoseconds: timeNanoseconds)
      }
      return showsBacktraces && canister.showsLog(to: execution.caller)
        ? outcome.withBacktraceInError : outcome
    } catch {
      throw .canisterLost(canister.id, during: execution.task, error)
    }
  }

  /// A process may be in the hands of the canister's code: it must not make cycles out of nothing.
  private static func check(
    _ outcome: Outcome, of canister: Principal, cycles: UInt128, cycleBalance: UInt128
  ) throws(ConnectionError) {
    guard outcome.cyclesAccepted <= cycles else {
      throw .implausible("to have accepted more cycles than there were")
    }
    guard outcome.cyclesMinted == 0 || canister == Self.cyclesMintingCanister else {
      throw .implausible("to have minted cycles")
    }
    let (income, _) = outcome.cyclesAccepted.addingReportingOverflow(outcome.cyclesMinted)
    let (total, overflows) = cycleBalance.addingReportingOverflow(income)
    var cyclesLeft = overflows ? .max : total
    guard outcome.cyclesBurned <= cyclesLeft else {
      throw .implausible("to have burned more cycles than there were")
    }
    cyclesLeft -= outcome.cyclesBurned
    for call in outcome.calls {
      guard call.cycles <= cyclesLeft else {
        throw .implausible("to have sent more cycles than there were")
      }
      cyclesLeft -= call.cycles
    }
  }
}

extension Execution {
  /// What is executed, in words.
  var task: String {
    switch entry {
    case .install, .reinstall: "canister_init"
    case .preUpgrade: "canister_pre_upgrade"
    case .postUpgrade: "canister_post_upgrade"
    case .update, .replicatedQuery: "update \(method)"
    case .query, .compositeQuery: "query \(method)"
    case .inspectMessage: "canister_inspect_message for \(method)"
    case .heartbeat: "canister_heartbeat"
    case .globalTimer: "canister_global_timer"
    case .onLowWasmMemory: "canister_on_low_wasm_memory"
    case .replyCallback: "reply callback"
    case .rejectCallback: "reject callback"
    case .cleanupCallback: "cleanup callback"
    }
  }
}
