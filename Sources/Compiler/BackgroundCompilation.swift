package import Admission
import Dispatch
import Engines
import Files
import Foundation
package import Instrumentation

/// Compiling in a process of its own, of the lowest priority, that leaves its result in the cache.
///
/// The process is this program. Its standard input ends when its parent ends, even if that is
/// killed, and then it ends, too.
package enum BackgroundCompilation {
  /// The subcommand with which this program is that process.
  package static let commandName = "prepare"

  // In the process that runs canisters

  /// One compilation at a time: the processors are for messages first.
  private static let queue = DispatchQueue(label: "compilation")

  /// Commands that end sooner start no compilation.
  private static let delay = DispatchTimeInterval.milliseconds(200)

  /// Calls the body on a thread of its own, after the delay and all earlier compilations.
  static func schedule(_ body: @escaping @Sendable () -> Void) {
    queue.asyncAfter(deadline: .now() + delay, execute: body)
  }

  /// Has the module at a path compiled, and returns when that has ended or failed.
  static func compile(_ path: String, options: CodeOptions, subnet: SubnetKind) {
    let life = Pipe()
    // No other child may inherit the end whose closing ends the process.
    _ = fcntl(life.fileHandleForWriting.fileDescriptor, F_SETFD, FD_CLOEXEC)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Executables.own)
    process.arguments = [
      commandName, "--code", options.json, "--subnet", subnet.rawValue, path,
    ]
    process.standardInput = life
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return }
    process.waitUntilExit()
    try? life.fileHandleForWriting.close()
    try? life.fileHandleForReading.close()
  }

  // In the process that compiles

  /// Compiles the module at a path; `end` is called on another thread when the parent has ended.
  package static func perform(
    _ path: String, options: CodeOptions, subnet: SubnetKind, end: @escaping @Sendable () -> Void
  ) throws {
    Thread.detachNewThread {
      var byte: UInt8 = 0
      while true {
        let count = read(STDIN_FILENO, &byte, 1)
        if count == 0 || count < 0 && errno != EINTR { return end() }
      }
    }
    setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 19)
    let module = try CanisterModule.admit(try InputFile.read(path), subnet: subnet)
    _ = try NativeEngine(options: options).prepare(module)
  }
}
