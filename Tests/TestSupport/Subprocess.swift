package import Foundation

/// Runs other programs in tests: with a time limit, and with their output kept.
package enum Subprocess {
  /// What a program left behind.
  package struct Outcome: Sendable {
    /// The exit status, or the signal's number if `wasSignalled`.
    package let status: Int32
    package let wasSignalled: Bool
    package let output: [UInt8]
    package let errorOutput: [UInt8]

    package var isSuccess: Bool { status == 0 && !wasSignalled }
    package var outputText: String { String(decoding: output, as: UTF8.self) }
    package var errorText: String { String(decoding: errorOutput, as: UTF8.self) }
  }

  /// The program did not end in time and was killed.
  package struct TimedOut: Error, CustomStringConvertible {
    package let program: String
    package let limitSeconds: Double

    package var description: String { "\(program) did not end within \(limitSeconds) s" }
  }

  /// Runs a program to its end.
  ///
  /// Input and output go through files, so neither side can block the other, however much it
  /// writes, and a grandchild that keeps an output open can't make the caller wait. The
  /// environment is added to the caller's own. After the time limit the program is killed and
  /// `TimedOut` is thrown.
  package static func run(
    _ program: URL, _ arguments: [String] = [], input: [UInt8] = [],
    environment: [String: String] = [:], directory: URL? = nil, limitSeconds: Double = 60
  ) throws -> Outcome {
    try TemporaryDirectory.with { scratch in
      let files = ["input", "output", "error"].map { scratch.appending(path: $0) }
      try Data(input).write(to: files[0])
      for file in files.dropFirst() { try Data().write(to: file) }

      let process = Process()
      process.executableURL = program
      process.arguments = arguments
      process.environment = ProcessInfo.processInfo.environment
        .merging(environment) { _, added in added }
      process.currentDirectoryURL = directory
      let input = try FileHandle(forReadingFrom: files[0])
      let outputs = try files.dropFirst().map { try FileHandle(forWritingTo: $0) }
      // Foundation keeps a process that ended, and its files with it. Beyond 1,024 open files its
      // sockets write outside the set that `select` takes.
      defer { for file in [input] + outputs { try? file.close() } }
      process.standardInput = input
      process.standardOutput = outputs[0]
      process.standardError = outputs[1]
      try end(process, within: limitSeconds)

      return Outcome(
        status: process.terminationStatus,
        wasSignalled: process.terminationReason == .uncaughtSignal,
        output: [UInt8](try Data(contentsOf: files[1])),
        errorOutput: [UInt8](try Data(contentsOf: files[2])))
    }
  }

  /// Starts the process and waits for its end, or kills it.
  private static func end(_ process: Process, within limitSeconds: Double) throws {
    let ended = DispatchSemaphore(value: 0)
    process.terminationHandler = { _ in ended.signal() }
    try process.run()
    guard ended.wait(timeout: .now() + limitSeconds) == .timedOut else { return }
    kill(process.processIdentifier, SIGKILL)
    ended.wait()
    let program = process.executableURL?.lastPathComponent ?? ""
    throw TimedOut(program: program, limitSeconds: limitSeconds)
  }
}
