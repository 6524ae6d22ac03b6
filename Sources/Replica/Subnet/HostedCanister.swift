import Candid

/// A canister of the subnet: what stays of it between messages.
final class HostedCanister {
  let id: Principal
  var controllers: [Principal]
  var cycleBalance: UInt128
  var status = RunningStatus.running
  var settings = CanisterSettings() {
    didSet { noteHeap(pages: heapPages) }
  }
  private var heapPages: UInt64 = 0
  var lowMemory = LowMemory.none
  var log = CanisterLog()
  var version: UInt64 = 0
  /// When the global timer is due; nil if it is off.
  var globalTimer: UInt64?
  /// Nil while the canister is empty.
  var installation: Installation?

  init(id: Principal, controllers: [Principal], cycleBalance: UInt128) {
    self.id = id
    self.controllers = controllers
    self.cycleBalance = cycleBalance
  }

  /// Notes how large the heap has become: when little is left of it, the canister is told once.
  func noteHeap(pages: UInt64) {
    heapPages = pages
    let limit = settings.wasmMemoryLimitBytes ?? 1 << 32
    let (used, overflows) = pages.multipliedReportingOverflow(by: 65536)
    let left = overflows || used > limit ? 0 : limit - used
    if left >= settings.wasmMemoryThresholdBytes {
      lowMemory = .none
    } else if lowMemory == .none {
      lowMemory = .untold
    }
  }

  /// Whether the heap is nearly used up, and whether the canister was told.
  enum LowMemory {
    case none, untold, told
  }

  /// Whether somebody may see what the canister printed, and where it trapped.
  ///
  /// The system asks on its own behalf as the management canister.
  func showsLog(to caller: Principal) -> Bool {
    controllers.contains(caller) || caller == .management
  }

  /// Takes cycles in; a balance can't overflow.
  func deposit(_ cycles: UInt128) {
    let (sum, overflows) = cycleBalance.addingReportingOverflow(cycles)
    cycleBalance = overflows ? .max : sum
  }
}

/// The code of a canister and the process that runs it.
final class Installation {
  let code: CanisterCode
  let connection: any CanisterConnection
  private let witness: Witness?
  /// What the process was last told about its canister.
  private var configuration: Configuration?
  private var history = HeldHistory()

  init(code: CanisterCode, connection: any CanisterConnection, witness: Witness? = nil) {
    self.code = code
    self.connection = connection
    self.witness = witness
  }

  /// Executes an entry point, after telling the process what has changed for its canister.
  func execute(
    _ execution: Execution, configuration: Configuration
  ) throws(ConnectionError) -> Outcome {
    var requests: [Request] = []
    if self.configuration != configuration { requests.append(.configure(configuration)) }
    requests.append(.execute(execution))
    // Both at once: a change of the version, as after each update, costs no round trip of its own.
    let responses = try connection.respond(to: requests)
    self.configuration = configuration
    guard responses.dropLast().allSatisfy({ $0 == .done }) else {
      throw .unexpectedResponse(expected: "the word that it is done")
    }
    guard case .outcome(var outcome) = responses.last else {
      throw .unexpectedResponse(expected: "an outcome")
    }
    if outcome.isCountHidden,
      let exact = witness?.outcome(of: execution, configuration, after: history.requests)
    {
      let durationNanoseconds = outcome.durationNanoseconds
      outcome = exact
      outcome.durationNanoseconds = durationNanoseconds
    }
    if witness != nil { history.add(execution, configuration, hasFailed: outcome.hasFailed) }
    return outcome
  }

  /// Sends a request that is answered by nothing more than that it is done.
  func expectDone(_ request: Request) throws(ConnectionError) {
    guard try connection.respond(to: request) == .done else {
      throw .unexpectedResponse(expected: "the word that it is done")
    }
    if witness != nil { history.add(request) }
  }
}
