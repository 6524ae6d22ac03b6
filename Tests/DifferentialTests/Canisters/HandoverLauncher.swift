import CanisterProcess
import Engines
import Synchronization

/// Launches canisters for which better code comes after each execution: that of the other one of
/// two programs, and so on.
final class HandoverLauncher: CanisterLauncher {
  private let launcher = ProcessLauncher(group: ProcessGroup())
  /// What comes after a program with a certain successor.
  private let turns = Mutex<[Successor: [CanisterProgram]]>([:])
  private let count = Atomic<Int>(0)

  /// How often a process was started.
  var launchCount: Int { count.load(ordering: .relaxed) }

  /// The first of some programs, after which come the others, and then it again.
  func alternating(_ programs: [CanisterProgram]) -> CanisterProgram {
    var program = programs[0]
    let successor = Successor()
    program.successor = successor
    turns.withLock { $0[successor] = Array(programs.dropFirst()) + [programs[0]] }
    return program
  }

  func launch(
    _ program: CanisterProgram, state: StateFolder
  ) throws(ConnectionError) -> any CanisterConnection {
    count.add(1, ordering: .relaxed)
    let connection = try launcher.launch(program, state: state)
    guard let successor = program.successor, let next = turns.withLock({ $0[successor] }) else {
      return connection
    }
    return Connection(connection) { successor.take(self.alternating(next)) }
  }

  /// A connection that tells when something was executed.
  private final class Connection: CanisterConnection {
    private let connection: any CanisterConnection
    private let hasExecuted: () -> Void

    init(_ connection: any CanisterConnection, _ hasExecuted: @escaping () -> Void) {
      self.connection = connection
      self.hasExecuted = hasExecuted
    }

    func respond(to requests: [Request]) throws(ConnectionError) -> [Response] {
      let responses = try connection.respond(to: requests)
      if case .execute = requests.last { hasExecuted() }
      return responses
    }

    func end(completesState: Bool) { connection.end(completesState: completesState) }

    var interruption: @Sendable () -> Void { connection.interruption }
  }
}
