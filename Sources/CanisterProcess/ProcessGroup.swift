import CanisterRuntime
import Engines
import Foundation
import Synchronization

/// The processes that this one has started and must not leave behind.
///
/// The handler of an interruption calls `endAll`; a process is known here from the moment it runs
/// to the moment it is reaped, so its number can't belong to another process.
package final class ProcessGroup: Sendable {
  private let processes = Mutex(Processes())

  private struct Processes {
    var running: Set<pid_t> = []
    /// After `endAll` nothing more may start.
    var isEnding = false
  }

  private let patienceMilliseconds: Int
  private let isConfined: Bool

  /// A group without processes; `patienceMilliseconds` is how long the end of one may take.
  ///
  /// All are confined; only tests let some do more, which play canisters.
  package init(patienceMilliseconds: Int = 10_000, isConfined: Bool = true) {
    self.patienceMilliseconds = patienceMilliseconds
    self.isConfined = isConfined
  }

  /// How many processes run.
  var runningCount: Int { processes.withLock { $0.running.count } }

  /// The system's reason why a process was not started.
  package struct SpawnError: Error { let code: Int32 }

  /// Starts a program with one open file as its standard input and output.
  func spawn(
    _ program: CanisterProgram, arguments: [String], state: StateFolder, standardStreams: Int32
  ) throws(SpawnError) -> pid_t {
    let outcome = processes.withLock { processes -> Result<pid_t, SpawnError> in
      if processes.isEnding { return .failure(SpawnError(code: ECANCELED)) }
      var identifier: pid_t = 0
      let failure = launch(
        program, arguments: arguments, state: state,
        standardStreams: standardStreams, isConfined: isConfined, identifier: &identifier)
      if failure != 0 { return .failure(SpawnError(code: failure)) }
      processes.running.insert(identifier)
      return .success(identifier)
    }
    return try outcome.get()
  }

  /// Waits for the end of a process, and forces it at once or when patience is at its end.
  func reap(_ identifier: pid_t, patiently: Bool) -> ProcessEnd {
    var status: Int32 = 0
    var attempts = patiently ? patienceMilliseconds : 0
    while true {
      let isOver = processes.withLock { processes in
        if attempts == 0 { kill(identifier, SIGKILL) }
        let reaped = waitpid(identifier, &status, attempts > 0 ? WNOHANG : 0)
        guard reaped == identifier || reaped < 0 && errno != EINTR else { return false }
        processes.running.remove(identifier)
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

  /// Tells a process, unless it was reaped, that what it executes is to be repeated by another one.
  func interrupt(_ identifier: pid_t) {
    processes.withLock { processes in
      if processes.running.contains(identifier) { kill(identifier, RT_INTERRUPTION_SIGNAL) }
    }
  }

  /// Kills every process; from now on none can be started.
  package func endAll() {
    processes.withLock { processes in
      processes.isEnding = true
      for identifier in processes.running { kill(identifier, SIGKILL) }
    }
  }
}

/// Starts a program, confined to what it needs; 0 or the system's reason.
private func launch(
  _ program: CanisterProgram, arguments: [String], state: StateFolder, standardStreams: Int32,
  isConfined: Bool, identifier: inout pid_t
) -> Int32 {
  withCStrings([program.executablePath] + program.arguments + arguments) { words in
    withCStrings(program.files.read) { read in
      withCStrings(program.files.written) { written in
        program.executablePath.withCString { path in
          state.path.withCString { state in
            var launch = rt_launch(
              program: path, words: words, input: standardStreams, output: standardStreams,
              state: state, read_files: read, written_files: written, is_unconfined: !isConfined)
            return rt_launch_start(&launch, &identifier)
          }
        }
      }
    }
  }
}

/// Calls the body with strings as C has lists of them: a null pointer comes last.
private func withCStrings<Result>(
  _ strings: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>?) -> Result
) -> Result {
  let pointers = strings.map { strdup($0) } + [nil]
  defer { for pointer in pointers { free(pointer) } }
  return pointers.withUnsafeBufferPointer { body($0.baseAddress) }
}

extension String {
  /// The system's words for an error number.
  init(systemError code: Int32) {
    self = strerror(code).map { String(cString: $0) } ?? "error \(code)"
  }
}
