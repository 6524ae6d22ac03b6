import Synchronization

/// The place for a better program of the same module, which is being made meanwhile.
///
/// Whoever runs a canister looks here between two messages, and can be called in the middle of one:
/// an execution is a transaction, so it can be ended and begun again in better code.
package final class Successor: Sendable {
  private let state = Mutex(State())

  private struct State {
    var program: CanisterProgram?
    /// What ends the executions that go on in the program before this one.
    var interruptions: [UInt64: @Sendable () -> Void] = [:]
    var lastKey: UInt64 = 0
  }

  /// A place that is empty as yet.
  package init() {}

  /// The better program; nil until it is there.
  package var program: CanisterProgram? { state.withLock { $0.program } }

  /// Puts the program in its place, and ends what is executed by the one before it.
  package func take(_ program: CanisterProgram) {
    let interruptions = state.withLock { state in
      state.program = program
      return state.interruptions.values
    }
    for interrupt in interruptions { interrupt() }
  }

  /// Calls the body; should the program come meanwhile, another thread calls `interrupt`, perhaps
  /// when the body is just over.
  package func watch<Result, Failure>(
    by interrupt: @escaping @Sendable () -> Void, _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let (key, isHere) = state.withLock { state in
      state.lastKey += 1
      state.interruptions[state.lastKey] = interrupt
      return (state.lastKey, state.program != nil)
    }
    defer { state.withLock { _ = $0.interruptions.removeValue(forKey: key) } }
    if isHere { interrupt() }
    return try body()
  }
}

/// Two places are the same if they are one.
extension Successor: Hashable {
  package static func == (left: Successor, right: Successor) -> Bool { left === right }

  package func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
