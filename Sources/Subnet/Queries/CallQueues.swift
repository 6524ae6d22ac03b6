import Executions
import Candid

/// The queues in which the calls of an execution wait, one for each canister that is called.
enum CallQueues {
  /// The order in which a composite query's calls are executed: by turns one of each queue, and the
  /// queues in the order of the canisters' names.
  ///
  /// Those of one queue stay in the order in which they were made.
  static func inOrder(_ calls: [OutgoingCall]) -> [OutgoingCall] {
    var counts: [Principal: Int] = [:]
    let turns = calls.map { call in
      let turn = counts[call.callee, default: 0]
      counts[call.callee] = turn + 1
      return (turn: turn, call: call)
    }
    return turns.sorted { first, second in
      guard first.turn == second.turn else { return first.turn < second.turn }
      let (name, other) = (first.call.callee.bytes, second.call.callee.bytes)
      return name.count == other.count
        ? name.lexicographicallyPrecedes(other) : name.count < other.count
    }.map(\.call)
  }
}
