import Foundation
import Synchronization

/// The processes that this one has started and must not leave behind.
///
/// Whoever handles an interruption calls `endAll`; a process is known here from the moment it runs
/// to the moment it is reaped, so its number can't belong to a stranger.
package final class ProcessGroup: Sendable {
  private let state = Mutex(State())

  private struct State {
    var running: Set<pid_t> = []
    /// After `endAll` nothing more may start.
    var isEnding = false
  }

  private let patienceMilliseconds: Int

  /// A group without processes; `patienceMilliseconds` is how long the end of one may take.
  package init(patienceMilliseconds: Int = 10_000) {
    self.patienceMilliseconds = patienceMilliseconds
  }

  /// How many processes run.
  var runningCount: Int { state.withLock { $0.running.count } }

  /// The system's reason why a process was not started.
  package struct SpawnError: Error { let code: Int32 }

  /// Starts an executable with one open file as its standard input and output.
  func spawn(
    _ path: String, arguments: [String], standardStreams: Int32
  ) throws(SpawnError) -> pid_t {
    let outcome = state.withLock { state -> Result<pid_t, SpawnError> in
      if state.isEnding { return .failure(SpawnError(code: ECANCELED)) }
      var identifier: pid_t = 0
      let failure = posixSpawn(
        &identifier, path, arguments: arguments, standardStreams: standardStreams)
      if failure != 0 { return .failure(SpawnError(code: failure)) }
      state.running.insert(identifier)
      return .success(identifier)
    }
    return try outcome.get()
  }

  /// Waits for the end of a process, and forces it at once or when patience is at its end.
  func reap(_ identifier: pid_t, patiently: Bool) -> ProcessEnd {
    var status: Int32 = 0
    var attempts = patiently ? patienceMilliseconds : 0
    while true {
      let isOver = state.withLock { state in
        if attempts == 0 { kill(identifier, SIGKILL) }
        let reaped = waitpid(identifier, &status, attempts > 0 ? WNOHANG : 0)
        guard reaped == identifier || reaped < 0 && errno != EINTR else { return false }
        state.running.remove(identifier)
        return true
      }
      if isOver { break }
      if attempts > 0 {
        attempts -= 1
        usleep(1000)
      }
    }
    let signal = status & 0x7F
    return signal == 0 ? .exit(status: status >> 8 & 0xFF) : .signal(signal)
  }

  /// Kills every process; from now on none can be started.
  package func endAll() {
    state.withLock { state in
      state.isEnding = true
      for identifier in state.running { kill(identifier, SIGKILL) }
    }
  }
}

/// Starts a process with default signal dispositions; 0 or the system's reason.
private func posixSpawn(
  _ identifier: inout pid_t, _ path: String, arguments: [String], standardStreams: Int32
) -> Int32 {
  var actions = posix_spawn_file_actions_t()
  posix_spawn_file_actions_init(&actions)
  defer { posix_spawn_file_actions_destroy(&actions) }
  posix_spawn_file_actions_adddup2(&actions, standardStreams, STDIN_FILENO)
  posix_spawn_file_actions_adddup2(&actions, standardStreams, STDOUT_FILENO)

  var attributes = posix_spawnattr_t()
  posix_spawnattr_init(&attributes)
  defer { posix_spawnattr_destroy(&attributes) }
  var signals = sigset_t()
  sigfillset(&signals)
  posix_spawnattr_setsigdefault(&attributes, &signals)
  sigemptyset(&signals)
  posix_spawnattr_setsigmask(&attributes, &signals)
  posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))

  let environment = ProcessInfo.processInfo.environment.map { "\($0.key)=\($0.value)" }
  var argumentPointers = ([path] + arguments).map { strdup($0) } + [nil]
  var environmentPointers = environment.map { strdup($0) } + [nil]
  defer { for pointer in argumentPointers + environmentPointers { free(pointer) } }
  return posix_spawn(
    &identifier, path, &actions, &attributes, &argumentPointers, &environmentPointers)
}

extension String {
  /// The system's words for an error number.
  init(systemError code: Int32) {
    self = strerror(code).map { String(cString: $0) } ?? "error \(code)"
  }
}
