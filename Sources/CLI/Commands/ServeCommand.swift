import ArgumentParser
import CanisterProcess
import Files
import Foundation
import Server
import SubnetHost
import Synchronization
import Workspace

/// `tinsmith serve`: the server that tests of canisters talk to.
struct ServeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Run tests of canisters that use PocketIC.",
    discussion: """
      A server that speaks PocketIC's protocol, so tests that use its clients, in Rust, Python or \
      JavaScript, run unchanged, on native code. They start the server themselves: the program \
      that POCKET_IC_BIN names. A link to tinsmith that is called `pocket-ic` will do; \
      `--script` writes a program that also tells clients the version of the server that they \
      expect.

      Examples:
        tinsmith serve --script ./pocket-ic --pocket-ic 13.0.0
        POCKET_IC_BIN=$PWD/pocket-ic cargo test
        tinsmith serve --port 8000 --ttl 3600

      Exit status: 0 after --ttl seconds without use, or if another server has the port file.
      """)

  @Option(
    name: [.customShort("i"), .long],
    help: ArgumentHelp(
      "The address to listen on; any but this machine's own lets others use the server.",
      valueName: "address"))
  var ipAddr = "127.0.0.1"

  @Option(name: .shortAndLong, help: "The port to listen on; 0 is any that is free.")
  var port: UInt16 = 0

  @Option(
    help: ArgumentHelp(
      "A file to write the port to while the server runs.", valueName: "file"),
    completion: .file())
  var portFile: String?

  @Option(
    help: ArgumentHelp("End after this many seconds without a request.", valueName: "seconds"))
  var ttl: UInt64 = 60

  @Option(
    help: ArgumentHelp("End after this many seconds, even if it is in use.", valueName: "seconds"))
  var hardTtl: UInt64?

  @Option(
    name: .customLong("pocket-ic"),
    help: ArgumentHelp("The version of PocketIC to report to clients.", valueName: "version"))
  var version = PocketICVersion.chosen

  @Option(
    help: ArgumentHelp(
      "Write a program that starts the server, with the options that are given here, and end.",
      valueName: "path"),
    completion: .file())
  var script: String?

  @Option(
    name: [.customShort("l"), .long],
    help: ArgumentHelp("Accepted and ignored.", visibility: .hidden))
  var logLevels: String?

  @OptionGroup var engine: EngineOptions

  /// Runs the command as a program of its own, which clients take for PocketIC's server.
  static func runAsProgram() throws {
    if CommandLine.arguments.dropFirst() == ["--version"] {
      Terminal.standardOutput.write(PocketICVersion.chosen.line + "\n")
      return
    }
    try parse().run()
  }

  func run() throws {
    if let script { return try writeScript(to: script) }
    let group = ProcessGroup()
    let directory = try StateDirectory(keeping: nil)
    defer { directory.remove() }
    var options = ServerOptions()
    options.address = ipAddr
    options.port = port
    options.portFile = portFile
    options.timeToLiveSeconds = ttl
    options.hardTimeToLiveSeconds = hardTtl
    if portFile == nil {
      options.noteListening = { port in
        Terminal.standardOutput.write("The server listens on port \(port)\n")
      }
    }
    let environment = InstanceEnvironment(
      launcher: ProcessLauncher(group: group), pool: ProcessPool(),
      engine: engine.makeEngine(report: { _ in }), scratchFolder: directory.path
    ) { Terminal.standardError.write($0) }
    let server = PocketICServer(options, environment)
    let end = DispatchSemaphore(value: 0)
    Interruption.prepare {
      server.stop()
      // A long execution gets some time to finish, and is ended after that.
      _ = end.wait(timeout: .now() + 10)
      group.endAll()
      directory.remove()
    }
    try run(server, end)
  }

  /// Waits on this thread for a server that runs on others.
  private func run(_ server: PocketICServer, _ end: DispatchSemaphore) throws {
    let result = Mutex<Result<Bool, any Error>>(.success(true))
    let done = DispatchSemaphore(value: 0)
    Task {
      do {
        let isRunning = try await server.run()
        result.withLock { $0 = .success(isRunning) }
      } catch {
        result.withLock { $0 = .failure(error) }
      }
      end.signal()
      done.signal()
    }
    done.wait()
    _ = try result.withLock { $0 }.get()
  }

  /// Writes a program that starts the server, since clients give it no options but their own.
  private func writeScript(to path: String) throws {
    var options = Array(CommandLine.arguments.dropFirst())
    if let index = options.firstIndex(where: { $0.hasPrefix("--script") }) {
      // The path follows, unless it is part of the word.
      options.removeSubrange(index...(options[index] == "--script" ? index + 1 : index))
    }
    let command = ([Executables.own] + options).map(\.quotedForShell).joined(separator: " ")
    let text = """
      #!/bin/sh
      # Made by tinsmith serve --script: for POCKET_IC_BIN.
      case "$1" in --version) echo '\(version.line)'; exit;; esac
      exec \(command) "$@"

      """
    try OutputFile.write(Array(text.utf8), to: path)
    chmod(path, 0o755)
  }
}

extension String {
  /// The text as one word of a shell.
  fileprivate var quotedForShell: String {
    "'" + replacingOccurrences(of: "'", with: "'\\''") + "'"
  }
}

extension PocketICVersion: ExpressibleByArgument {
  package init?(argument: String) { self.init(argument) }

  package var defaultValueDescription: String { text }
}
