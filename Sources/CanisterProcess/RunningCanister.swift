package import Engines
package import Executions

/// A canister's process, and what is needed to use it: its last settings, and how to
/// find out counts that it can't tell.
package final class RunningCanister {
  package let connection: any CanisterConnection
  private let witness: Witness?
  /// The place of a better program, which repeats the execution when it comes.
  private let successor: Successor?
  /// The settings that the process has of its canister.
  private var configuration: Configuration?
  private var history: HeldHistory

  /// A process of a program with this witness, and with this successor.
  package init(
    connection: any CanisterConnection, witness: Witness? = nil, successor: Successor? = nil
  ) {
    self.connection = connection
    self.witness = witness
    self.successor = successor
    history = HeldHistory(isToBeRepeated: witness != nil)
  }

  /// Whether the last execution has left changes of which the next request decides.
  package var hasPendingChanges: Bool { history.hasPendingChanges }

  /// Whether changes of queries that wait are set aside.
  package var hasChangesAside: Bool { history.asideCount > 0 }

  /// Executes an entry point, after telling the process what has changed for its canister.
  package func execute(
    _ execution: Execution, configuration: Configuration
  ) throws(ConnectionError) -> Outcome {
    // They were in an earlier process.
    if execution.continuesChanges && !hasChangesAside { throw .changesLost }
    var requests: [Request] = []
    if self.configuration != configuration { requests.append(.configure(configuration)) }
    requests.append(.execute(execution))
    // Both at once: a change of the version, as after each update, costs no round trip of its own.
    let responses = try respond(to: requests)
    self.configuration = configuration
    guard responses.dropLast().allSatisfy({ $0 == .done }) else {
      throw .unexpectedResponse(expected: "the word that it is done")
    }
    guard case .outcome(var outcome, _) = responses.last else {
      throw .unexpectedResponse(expected: "an outcome")
    }
    if outcome.isCountHidden,
      let exact = witness?.outcome(of: execution, configuration, after: history.requests)
    {
      let durationNanoseconds = outcome.durationNanoseconds
      outcome = exact
      outcome.durationNanoseconds = durationNanoseconds
    }
    history.add(execution, configuration, hasFailed: outcome.hasFailed)
    return outcome
  }

  /// Sends requests; better code that comes meanwhile interrupts what they execute, unless that
  /// goes on with changes which only this process has.
  private func respond(to requests: [Request]) throws(ConnectionError) -> [Response] {
    guard let successor, !hasPendingChanges, !hasChangesAside else {
      return try connection.respond(to: requests)
    }
    return try successor.watch(by: connection.interruption) { () throws(ConnectionError) in
      try connection.respond(to: requests)
    }
  }

  /// Sends a request that is answered by nothing more than that it is done.
  package func expectDone(_ request: Request) throws(ConnectionError) {
    guard try connection.respond(to: request) == .done else {
      throw .unexpectedResponse(expected: "the word that it is done")
    }
    history.add(request)
  }
}
