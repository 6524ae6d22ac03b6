import Foundation
import JSON
import TestSupport

/// A server that runs as a program of its own, as clients start it.
final class ServerProgram: Sendable {
  let folder = ScratchFolder()
  let process: Process
  let port: UInt16

  var portFile: String { "\(folder.path)/port" }
  private var errorFile: String { "\(folder.path)/error" }

  struct NotStarted: Error {}

  /// Starts a server with these options; its canisters are interpreted.
  init(_ options: [String] = []) throws {
    process = Process()
    process.executableURL = TinsmithProgram.url
    let path = folder.path
    process.arguments =
      ["serve", "--engine", "interpreter", "--port-file", "\(path)/port", "--ttl", "600"]
      + options
    var environment = ProcessInfo.processInfo.environment
    environment["TMPDIR"] = path
    process.environment = environment
    try Data().write(to: URL(filePath: "\(path)/error"))
    process.standardError = try FileHandle(forWritingTo: URL(filePath: "\(path)/error"))
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    port = try Self.port(in: "\(path)/port", limitSeconds: 60)
  }

  private static func port(in file: String, limitSeconds: Double) throws -> UInt16 {
    let end = Date() + limitSeconds
    while Date() < end {
      if let text = try? String(contentsOfFile: file, encoding: .utf8), text.hasSuffix("\n"),
        let port = UInt16(text.dropLast())
      {
        return port
      }
      usleep(10_000)
    }
    throw NotStarted()
  }

  deinit {
    if process.isRunning {
      process.terminate()
      process.waitUntilExit()
    }
  }

  /// What it has written to its standard error so far.
  var errorText: String { (try? String(contentsOfFile: errorFile, encoding: .utf8)) ?? "" }

  /// Waits for the end; false if it does not come.
  func ends(within seconds: Double) -> Bool {
    let end = Date() + seconds
    while process.isRunning && Date() < end { usleep(10_000) }
    return !process.isRunning
  }

  /// A connection of one's own.
  func connect() throws -> HTTPConnection { try HTTPConnection(port: port) }
}
