import Foundation
import Replica

/// Commands of the user's, with this program's own streams.
enum Shell {
  /// Why there is no process.
  struct NotStarted: Error, CustomStringConvertible {
    let description: String
  }

  /// Runs a command by bash and waits for its end.
  ///
  /// It is in this program's process group, so that the terminal's signals reach both, and blocks
  /// none of those that this program may have blocked (`Interruption`).
  static func run(_ command: String) throws(NotStarted) -> ProcessEnd {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var mask = sigset_t()
    sigemptyset(&mask)
    posix_spawnattr_setsigmask(&attributes, &mask)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))

    let variables = ProcessInfo.processInfo.environment.map { "\($0.key)=\($0.value)" }
    let words = ["bash", "-c", command]
    var arguments = words.map { strdup($0) } + [nil]
    var environment = variables.map { strdup($0) } + [nil]
    defer { for pointer in arguments + environment { free(pointer) } }
    var child: pid_t = 0
    let error = posix_spawnp(&child, "bash", nil, &attributes, &arguments, &environment)
    guard error == 0 else {
      throw NotStarted(description: "bash can't be started: \(String(cString: strerror(error)))")
    }
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0 && errno == EINTR {}
    let signal = status & 0x7F
    return signal == 0 ? .exit(status: status >> 8 & 0xFF) : .signal(signal)
  }
}
