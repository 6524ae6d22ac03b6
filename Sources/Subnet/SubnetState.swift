package import Candid
import Executions

/// A subnet: canisters that are installed, called, and that call each other.
///
/// The front door of this target. It is a value: `apply` takes an input, such as a message or the
/// outcome of an execution, changes the state and returns what is to be done in the world:
/// executions, compilations, answers. Files, processes, clocks and threads are the host's (target
/// `SubnetHost`), so the same inputs always lead to the same state, and a list of them is a
/// recording.
///
/// Executions of different canisters are requested together if they are independent.
/// Their outcomes may come in any order; they are dealt with in the order in which they were asked
/// for (`RequestsUnderWay`).
package struct SubnetState: Codable, Equatable, Sendable {
  package internal(set) var settings: SubnetSettings
  /// The time of the last round, which queries see, in nanoseconds since 1970.
  package internal(set) var timeNanoseconds: UInt64 = 1_620_328_630_000_000_000
  /// The time of the next round, if that was set.
  package internal(set) var nextTimeNanoseconds: UInt64?
  package internal(set) var canisters = CanisterTable()

  /// What canisters have paid so far, and what was burned or lost; of a state that somebody made up
  /// it may begin anywhere, so it is added up modulo 2^128.
  var consumedCycles: UInt128 = 0
  /// Messages from outside that their canisters have accepted, for the next round.
  var ingress: [IngressMessage.Accepted] = []
  package internal(set) var ingressHistory = IngressHistory()
  var contexts: [ContextNumber: CallContext] = [:]
  var pendingCalls = PendingCalls()
  /// What is on its way between canisters.
  var queue: [QueuedMessage] = []
  /// The round that is being executed.
  var round: Round?
  var requests = RequestsUnderWay()
  /// Queries that are being executed.
  var queries: [MessageNumber: Query] = [:]
  var queryCounting = QueryCounting()
  /// Calls of `raw_rand` that wait for the next round.
  var waitingRandomness: [ContextNumber] = []
  /// Calls of `stop_canister` that wait for open call contexts, by the canister to stop.
  var waitingStops: [Principal: [WaitingStop]] = [:]
  package internal(set) var outcalls = OpenOutcalls()
  var lastNumber: UInt64 = 0
  /// How many ids of the allotment were given out.
  var allottedCount: UInt64 = 0

  /// What the current input has led to so far.
  var effects: [Effect] = []

  private enum CodingKeys: CodingKey {
    case settings, timeNanoseconds, nextTimeNanoseconds, canisters, consumedCycles
    case ingress, ingressHistory, contexts, pendingCalls, queue, round
    case requests, queries, queryCounting, waitingRandomness, waitingStops, outcalls, lastNumber
    case allottedCount
  }

  /// The balance of a new canister, in cycles.
  package static let initialCycleBalance: UInt128 = 1_000_000_000_000_000

  /// A subnet without canisters.
  package init(_ settings: SubnetSettings = SubnetSettings()) { self.settings = settings }

  /// Takes an input in, and returns what follows from it.
  package mutating func apply(_ input: Input) -> [Effect] {
    effects = []
    defer { effects = [] }
    switch input {
    case .configure(let settings): self.settings = settings
    case .setTime(let nanoseconds): nextTimeNanoseconds = nanoseconds
    case .setCertifiedTime(let nanoseconds):
      timeNanoseconds = nanoseconds
      nextTimeNanoseconds = nil
    case .create(let id, let controllers): create(id, controllers: controllers)
    case .adopt(let id, let canister): canisters[id] = canister
    case .forget(let id): canisters[id] = nil
    case .submit(let number, let message): submit(message, as: number)
    case .query(let number, let message): beginQuery(message, as: number)
    case .install(let number, let installation): install(installation, for: .message(number))
    case .updateSettings(let number, let id, let settings, let sender):
      updateSettings(of: id, to: settings, sender: sender, as: number)
    case .uninstall(let number, let id, let sender): uninstall(id, sender: sender, as: number)
    case .round: beginRound(Round(tasks: .all))
    case .fireTimers: beginRound(Round(tasks: .timers))
    case .executed(let number, let result): take(.executed(result), for: number)
    case .installed(let number, let result): take(.installed(result), for: number)
    case .compiled(let number, let result): take(.compiled(result), for: number)
    case .outcallAnswered(let number, let answer): take(.outcallAnswered(answer), for: number)
    case .answerOutcall(let number, let answer): answerOutcall(number, answer)
    case .read(let number, let bytes): take(.read(bytes), for: number)
    case .snapshot(let number, let result): take(.snapshot(result), for: number)
    }
    return effects
  }

  /// The next id of the subnet's allotment, unless all are given out.
  package var nextCanisterID: Principal? {
    var index = settings.allotment.first &+ allottedCount
    while canisters[Principal(canisterIndex: index)] != nil { index += 1 }
    return index <= settings.allotment.last ? Principal(canisterIndex: index) : nil
  }

  /// The first id of the subnet that is not of its allotment and that no canister has.
  package var firstFreeID: Principal? {
    for range in settings.ranges {
      var index = range.first
      while canisters[Principal(canisterIndex: index)] != nil, index < range.last { index += 1 }
      let id = Principal(canisterIndex: index)
      if canisters[id] == nil { return id }
    }
    return nil
  }

  /// Whether a round is being executed.
  package var isInRound: Bool { round != nil }

  private mutating func create(_ id: Principal, controllers: [Principal]) {
    guard canisters[id] == nil else { return }
    create(
      id, controllers: controllers, settings: CanisterSettings(),
      cycleBalance: Self.initialCycleBalance, by: .user(controllers.first ?? .anonymous))
  }

  /// Creates an empty canister; an id that is `nextCanisterID` is not given again.
  mutating func create(
    _ id: Principal, controllers: [Principal], settings: CanisterSettings,
    cycleBalance: UInt128, by origin: ChangeOrigin
  ) {
    if id == nextCanisterID, let index = id.canisterIndex {
      allottedCount = index - self.settings.allotment.first + 1
    }
    var canister = CanisterState(controllers: controllers, cycleBalance: cycleBalance)
    canister.lastChargeNanoseconds = nextTimeNanoseconds ?? timeNanoseconds
    canister.settings = settings
    canister.log.limit(to: settings.logMemoryLimitBytes)
    canisters[id] = canister
    note(
      .creation(controllers: controllers, variablesHash: settings.variablesHash), of: id,
      by: origin)
  }

  /// A number that was not given out before.
  mutating func nextNumber() -> UInt64 {
    lastNumber += 1
    return lastNumber
  }
}
