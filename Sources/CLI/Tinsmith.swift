import ArgumentParser
import Benchmarking
import Candid
import Compiler
import Files
import CanisterProcess
import Foundation
import NativeLoader
import Scripts
import Server
import SpecSuite
import SubnetHost
import Subnet
import Workspace

/// The command line: its subcommands are in `Commands/`, one a file.
@main
struct Tinsmith: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tinsmith",
    abstract: "Runs, tests and benchmarks Internet Computer canisters, compiled to native code.",
    discussion: """
      Examples:
        tinsmith compile ledger.wasm -o ledger    make a native executable
        ./ledger --help                           list its commands
        tinsmith inspect ledger.wasm              show what is in a module
        tinsmith run ledger.drun                  run a script of messages
        tinsmith compare ledger.drun              run it on every engine, and compare their times
        tinsmith bench                            run the benchmarks of canbench.yml
        tinsmith install kv.wasm                  install a canister on this machine
        tinsmith call kv.wasm len '()'            call it, in Candid
        tinsmith serve                            run a server for tests that use PocketIC
        tinsmith canister stop kv                 stop it; also change or delete it
        tinsmith invoke math.wasm gcd 48 18       call a function of a module that is not a canister

      Exit status: 0 for success, 1 for a failure, 2 for a mistake in the command line or in a \
      script. A message that a canister rejects or traps on does not make a script fail.

      Environment:
        TINSMITH_LINKER    what to link with: a compiler driver, by default clang
        TINSMITH_RUNTIME   the runtime library, by default the installed one
        TINSMITH_CACHE     where canisters are kept, by default ~/.cache/tinsmith
        TINSMITH_TIER      the default of --tier, which is best if this is not set
        WASM_TOOLS         what reads modules and scripts as text, by default wasm-tools
        NO_COLOR           if set, no colours
      """,
    version: Version.line,
    subcommands: [
      CompileCommand.self, InspectCommand.self, ValidateCommand.self, MetadataCommand.self,
      InstallCommand.self, CallCommand.self, TickCommand.self, StatusCommand.self, LogsCommand.self,
      StateCommand.self, CanisterCommand.self, NetworkCommand.self, RunCommand.self,
      ReplayCommand.self, CompareCommand.self, BenchCommand.self, SpecCommand.self,
      ServeCommand.self,
      InvokeCommand.self, InterpretCommand.self, LoadCommand.self, DemangleCommand.self,
      PrepareCommand.self,
    ])

  /// Parses the command line, runs the command, and exits.
  static func main() {
    do {
      if isCalledAsServer {
        try ServeCommand.runAsProgram()
      } else {
        try checkName()
        var command = try parseAsRoot()
        try command.run()
      }
      Interruption.yield()
    } catch {
      fail(error)
    }
  }

  private static var isCalledAsServer: Bool {
    let name = CommandLine.arguments.first?.split(separator: "/").last.map(String.init) ?? ""
    return PocketICVersion.programNames.contains(name)
  }

  /// The parser would report an unknown command as a surplus argument.
  private static func checkName() throws(CommandError) {
    guard let name = CommandLine.arguments.dropFirst().first, !name.hasPrefix("-") else { return }
    let names = configuration.subcommands.map { $0._commandName } + ["help"]
    if names.contains(name) { return }
    throw .unknownCommand(name, suggestion: Suggestion.best(for: name, among: names))
  }

  private static func fail(_ error: any Error) -> Never {
    Interruption.yield()
    if let (sentence, status) = explanation(of: error) {
      complain(sentence)
      Glibc.exit(status)
    }
    switch error {
    case let error as BenchmarkingError:
      // In canbench's words alone, as scripts compare them.
      Terminal.standardError.write("\(error)\n")
      Glibc.exit(1)
    case is ExitCode: exit(withError: error)
    default:
      // Help is no mistake; everything else that the parser throws is.
      guard exitCode(for: error) != .success else { exit(withError: error) }
      Terminal.standardError.write(fullMessage(for: error) + "\n")
      Glibc.exit(2)
    }
  }

  /// The sentence for an error of this program, and its exit status; nil for others.
  static func explanation(of error: any Error) -> (sentence: String, status: Int32)? {
    switch error {
    case let error as FileError: ("\(error)", 1)
    case let error as CompilationError: ("\(error)", 1)
    case let error as LoadingError: ("\(error)", 1)
    case let error as SubnetError: ("\(error)", 1)
    case let error as RecordingError: ("\(error)", error.exitStatus)
    case let error as StateError: ("\(error)", error.exitStatus)
    case let error as WorkspaceError: ("\(error)", error.exitStatus)
    case let error as TracingError: ("\(error)", 1)
    case let error as DrunError: ("\(error)", 2)
    case let error as OutcallFileError: ("\(error)", 2)
    case let error as SpecScripts.NotFound: ("\(error)", 2)
    case let error as PortFileError: ("\(error)", 1)
    case let error as ListeningError: ("\(error)", 1)
    case let error as CommandError: ("\(error)", error.exitStatus)
    case let error as MessageFailure: (error.error.text, 1)
    default: nil
    }
  }

  /// Tells the user of an error.
  static func complain(_ sentence: String) {
    Terminal.standardError.write(
      Terminal.standardError.style("error: ", .red) + sentence + "\n")
  }

  /// Tells the user of something that is no error.
  static func note(_ sentence: String, as kind: String = "note") {
    Terminal.standardError.write("\(kind): \(sentence)\n")
  }
}

extension WorkspaceError {
  /// 2 for what the user can correct in the command line, else 1.
  fileprivate var exitStatus: Int32 {
    switch self {
    case .notInstalled, .withoutCode, .noNetwork, .earlierVersion, .noCanisterID, .nameTaken,
      .noSubnet, .timeTooLate, .installedAlready, .moduleIsExecutable, .executableNotUsable,
      .executableHasItsOwnCode, .executableNotTrusted, .snapshotOfOtherModule, .folderNotEmpty:
      2
    case .recordDamaged, .otherVersion, .codeDamaged, .stateOfOtherModule, .inUse, .lockNotTaken,
      .notRemoved, .filesNotConfined, .folderNotMade:
      1
    }
  }
}

extension StateError {
  /// 2 for what the user can correct in the command line, else 1.
  fileprivate var exitStatus: Int32 {
    if case .noSnapshot = self { 2 } else { 1 }
  }
}
