import Candid
import Executions

/// A query from outside that is being executed, and the composite queries that wait for each
/// other.
struct Query: Codable, Equatable, Sendable {
  let message: IngressMessage
  var budget: QueryBudget
  /// The first query, then the ones that were called, each by the one before.
  var frames: [Frame] = []

  /// A query whose execution is awaited, or that waits for the answer to a call.
  struct Frame: Codable, Equatable, Sendable {
    let call: OutgoingCall
    let caller: Principal
    /// Whether its changes are held after its first execution.
    let holdsChanges: Bool
    var stage = Stage.method
    /// Calls that are still to be executed.
    var waiting: [OutgoingCall] = []
    /// Why the last callback failed.
    var failure: UserError?
    var instructions: UInt64 = 0
  }

  /// What is being executed of a query.
  enum Stage: Codable, Equatable, Sendable {
    case method
    /// The call is being answered; the query's changes are set aside.
    case calling(OutgoingCall)
    case callback(OutgoingCall, Execution)
    case cleanup(after: UserError)
  }

  /// How many composite queries may wait for each other.
  static let maximumDepth = 6
}

extension Execution {
  /// The callback for the answer to a call.
  init(
    callback answer: CallResult, of call: OutgoingCall, timeNanoseconds: UInt64, caller: Principal
  ) {
    switch answer {
    case .reply(let reply):
      self.init(entry: .replyCallback, timeNanoseconds: timeNanoseconds, caller: caller)
      callback = call.replyCallback
      argument = reply
    case .reject(let rejection):
      self.init(entry: .rejectCallback, timeNanoseconds: timeNanoseconds, caller: caller)
      callback = call.rejectCallback
      self.rejection = rejection
    }
  }
}
