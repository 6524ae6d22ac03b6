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
/// Executions of different canisters are asked for together where they can't depend on each other.
/// Their outcomes may come in any order; they are dealt with in the order in which they were asked
/// for (`RequestsUnderWay`).
package struct SubnetState: Codable, Equatable, Sendable {
  package internal(set) var settings = SubnetSettings()
  /// The time that canisters see, in nanoseconds since 1970.
  package internal(set) var timeNanoseconds: UInt64 = 1_620_328_630_000_000_000
  package internal(set) var canisters: [Principal: CanisterState] = [:]

  /// Messages from outside that their canisters have accepted, for the next round.
  var ingress: [IngressMessage.Accepted] = []
  var contexts: [ContextNumber: CallContext] = [:]
  var pendingCalls = PendingCalls()
  /// What is on its way between canisters.
  var queue: [QueuedMessage] = []
  /// The round that is being executed.
  var round: Round?
  var requests = RequestsUnderWay()
  /// Queries that are being executed.
  var queries: [MessageNumber: Query] = [:]
  /// Calls of `raw_rand` that wait for the next round.
  var waitingRandomness: [ContextNumber] = []
  /// Calls of `stop_canister` that wait for open call contexts, by the canister to stop.
  var waitingStops: [Principal: [ContextNumber]] = [:]
  private var lastNumber: UInt64 = 0
  private var nextCanisterIndex: UInt64 = 0

  /// What the input at hand has led to so far.
  var effects: [Effect] = []

  private enum CodingKeys: CodingKey {
    case settings, timeNanoseconds, canisters, ingress, contexts, pendingCalls, queue, round
    case requests, queries, waitingRandomness, waitingStops, lastNumber, nextCanisterIndex
  }

  /// The id of the subnet, as canisters see it.
  package static let id = Principal(canisterIndex: .max)

  /// The balance of a new canister, in cycles.
  package static let initialCycleBalance: UInt128 = 1_000_000_000_000_000

  /// A subnet without canisters.
  package init() {}

  /// Takes an input in, and returns what follows from it.
  package mutating func apply(_ input: Input) -> [Effect] {
    effects = []
    defer { effects = [] }
    switch input {
    case .configure(let settings): self.settings = settings
    case .setTime(let nanoseconds): timeNanoseconds = nanoseconds
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
    }
    return effects
  }

  /// The next id that no canister has.
  package var nextCanisterID: Principal {
    var index = nextCanisterIndex
    while canisters[Principal(canisterIndex: index)] != nil { index += 1 }
    return Principal(canisterIndex: index)
  }

  private mutating func create(_ id: Principal, controllers: [Principal]) {
    guard canisters[id] == nil else { return }
    canisters[id] = CanisterState(
      controllers: controllers, cycleBalance: Self.initialCycleBalance)
  }

  /// Creates an empty canister with the next id.
  mutating func create(controllers: [Principal], cycleBalance: UInt128) -> Principal {
    let id = nextCanisterID
    nextCanisterIndex = (id.canisterIndex ?? 0) + 1
    canisters[id] = CanisterState(controllers: controllers, cycleBalance: cycleBalance)
    return id
  }

  /// A number that was not given out before.
  mutating func nextNumber() -> UInt64 {
    lastNumber += 1
    return lastNumber
  }
}
