package import CanisterProcess
import Foundation
import Synchronization

/// Runs the user's commands, which have this program's standard streams.
///
/// A command gets a process group of its own, so that everything that it starts can be ended with
/// it. While it runs, its group has the terminal, as the jobs of a shell do: ^C then interrupts the
/// command, and this program with it.
package final class Shell: Sendable {
  /// Why there is no process.
  package struct NotStarted: Error, CustomStringConvertible {
    package let description: String
  }

  private struct State {
    var group: pid_t?
    var isEnded = false
  }

  private let state = Mutex(State())

  package init() {}

  /// Runs a command by bash and waits for its end.
  package func run(_ command: String) throws(NotStarted) -> ProcessEnd {
    let child = try start(command)
    let terminal = ForegroundTerminal(givenTo: child)
    // Until it is reaped, no other process can get its number and be ended in its place.
    var information = siginfo_t()
    while waitid(P_PID, id_t(child), &information, WEXITED | WNOWAIT) < 0 && errno == EINTR {}
    terminal?.takeBack()
    var status: Int32 = 0
    state.withLock {
      while waitpid(child, &status, 0) < 0 && errno == EINTR {}
      $0.group = nil
    }
    let signal = status & 0x7F
    // ^C is meant for this program, too.
    if signal == SIGINT && terminal != nil { kill(getpid(), SIGINT) }
    return signal == 0 ? .exit(status: status >> 8 & 0xFF) : .signal(signal)
  }

  /// Ends the command that runs, with all that it has started, and lets no other begin.
  package func end() {
    state.withLock {
      $0.isEnded = true
      if let group = $0.group { kill(-group, SIGTERM) }
    }
  }

  /// Starts bash with no signal blocked: this program may have blocked some.
  private func start(_ command: String) throws(NotStarted) -> pid_t {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var mask = sigset_t()
    sigemptyset(&mask)
    posix_spawnattr_setsigmask(&attributes, &mask)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETPGROUP))

    let variables = ProcessInfo.processInfo.environment.map { "\($0.key)=\($0.value)" }
    let words = ["bash", "-c", command]
    var arguments = words.map { strdup($0) } + [nil]
    var environment = variables.map { strdup($0) } + [nil]
    defer { for pointer in arguments + environment { free(pointer) } }
    var child: pid_t = 0
    let error = state.withLock { state -> Int32 in
      guard !state.isEnded else { return ECANCELED }
      let error = posix_spawnp(&child, "bash", nil, &attributes, &arguments, &environment)
      if error == 0 { state.group = child }
      return error
    }
    guard error == 0 else {
      throw NotStarted(description: "bash can't be started: \(String(cString: strerror(error)))")
    }
    return child
  }
}

/// The terminal on standard input, while another process group has it.
private struct ForegroundTerminal {
  /// Gives it to a group; nil if this program does not have it.
  init?(givenTo group: pid_t) {
    guard tcgetpgrp(STDIN_FILENO) == getpgrp() else { return nil }
    tcsetpgrp(STDIN_FILENO, group)
    // A process of the group that has used the terminal before was stopped.
    kill(-group, SIGCONT)
  }

  /// Takes it back; from the background that is allowed only while SIGTTOU is blocked.
  func takeBack() {
    var mask = sigset_t()
    var old = sigset_t()
    sigemptyset(&mask)
    sigaddset(&mask, SIGTTOU)
    pthread_sigmask(SIG_BLOCK, &mask, &old)
    tcsetpgrp(STDIN_FILENO, getpgrp())
    pthread_sigmask(SIG_SETMASK, &old, nil)
  }
}
