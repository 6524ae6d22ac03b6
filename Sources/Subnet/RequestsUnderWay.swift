import Bytes
import Candid
import Executions

/// The requests to the host that are not answered yet, and their reasons.
///
/// Answers of rounds are dealt with in the order of the requests, independent of the order in which
/// they come: so hosts may execute on as many processors as they like. Queries change nothing, so
/// each goes on when its own answer is there.
struct RequestsUnderWay: Codable, Equatable, Sendable {
  /// The requests of rounds, in order.
  private var inOrder: [RequestNumber] = []
  private var purposes: [RequestNumber: Purpose] = [:]
  /// Answers that came before those to earlier requests.
  private var early: [RequestNumber: HostAnswer] = [:]
  /// The position of the next request, if it belongs before the others.
  private var insertionIndex = 0

  /// The reason of a request to the host.
  indirect enum Purpose: Codable, Equatable, Sendable {
    /// Whether the canister accepts a message.
    case inspection(IngressMessage.Accepted)
    /// A method or a task, in its call context.
    case method(ContextNumber, Executed)
    case callback(ContextNumber, PendingCall, Execution, Executed)
    /// The cleanup after a callback that has failed so.
    case cleanup(ContextNumber, UserError, Executed)
    case query(MessageNumber, Executed)
    /// The query that makes something else of a response to an HTTP request.
    case transform(ContextNumber, HTTPRequest.Transform, limitBytes: UInt64, Executed)
    case outcall(ContextNumber, HTTPRequest)
    case compilation(ContextNumber, CodeInstallation)
    case reading(ContextNumber, StoredBytes)
    case takingSnapshot(ContextNumber, TakeCanisterSnapshot.Taking)
    case loadingSnapshot(ContextNumber, LoadCanisterSnapshot.Loading)
    case codeChange(CodeChange, Requester, Prepayment)

    /// What was paid in advance for it.
    fileprivate var prepaidCycles: UInt128 {
      switch self {
      case .method(_, let executed), .callback(_, _, _, let executed),
        .cleanup(_, _, let executed):
        executed.prepayment.cycles
      case .codeChange(_, _, let prepayment): prepayment.cycles
      case .inspection, .query, .transform, .outcall, .compilation, .reading,
        .takingSnapshot, .loadingSnapshot:
        0
      }
    }
  }

  /// Where the answer to a request that was asked for in a round is awaited.
  enum Place {
    case inOrder, anywhere
  }

  /// What was paid in advance for all that is awaited.
  var prepaidCycles: UInt128 { purposes.values.reduce(0) { $0 + $1.prepaidCycles } }

  /// Whether no answer is awaited that a round depends on.
  var isIdle: Bool { inOrder.isEmpty }

  mutating func add(_ purpose: Purpose, as number: RequestNumber, _ place: Place) {
    purposes[number] = purpose
    guard place == .inOrder else { return }
    inOrder.insert(number, at: insertionIndex)
    insertionIndex += 1
  }

  /// Accepts an answer, unless there is no request for it.
  mutating func take(_ answer: HostAnswer, for number: RequestNumber) {
    if purposes[number] != nil && early[number] == nil { early[number] = answer }
  }

  /// An answer that can be processed, and the reason of its request: the one to this number, if it
  /// need not wait for others, or the next one in order.
  ///
  /// Requests made while it is processed come before all that are still awaited.
  mutating func next(_ number: RequestNumber) -> (Purpose, HostAnswer)? {
    let isOrdered = inOrder.contains(number) || purposes[number] == nil
    guard let number = isOrdered ? inOrder.first : number,
      let answer = early.removeValue(forKey: number),
      let purpose = purposes.removeValue(forKey: number)
    else { return nil }
    if isOrdered { inOrder.removeFirst() }
    insertionIndex = 0
    return (purpose, answer)
  }

  /// Later requests come after all that are awaited.
  mutating func append() { insertionIndex = inOrder.count }
}

/// What the host answers to a request.
indirect enum HostAnswer: Codable, Equatable, Sendable {
  case executed(ExecutionResult)
  case installed(CodeChangeResult)
  case compiled(CompilationResult)
  case outcallAnswered(OutcallAnswer)
  case read([UInt8]?)
  case snapshot(SnapshotResult)
}

/// What is needed of an execution when its outcome arrives.
struct Executed: Codable, Equatable, Sendable {
  let canister: Principal
  let caller: Principal
  let entry: Execution.Entry
  let isReplicated: Bool
  let prepayment: Prepayment

  init(_ execution: Execution, on canister: Principal, _ prepayment: Prepayment) {
    self.canister = canister
    self.prepayment = prepayment
    caller = execution.caller
    entry = execution.entry
    isReplicated = execution.isReplicated
  }
}

/// The user or the canister that waits for the answer to a request.
enum Requester: Codable, Equatable, Sendable {
  case message(MessageNumber)
  case context(ContextNumber)
}
