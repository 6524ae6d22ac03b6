import ArgumentParser
import Driver

/// `tinsmith load`: this program becomes a canister by loading its compiled code.
struct LoadCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: NativeEngine.loadingCommandName,
    abstract: "Run a canister from its object file, without linking.",
    discussion: """
      The file is what tinsmith compile --emit object writes. What follows it are the words that \
      an executable of the canister takes; --help behind the file lists them. Answers, errors and \
      the files of the state are those of the executable, too, so each can go on with the other's \
      state.

      The code is trusted as that of an executable is.

      Examples:
        tinsmith compile kv.wasm --emit object
        tinsmith load kv.o --help
        tinsmith load kv.o query len --install ''
      """)

  @Argument(
    parsing: .captureForPassthrough,
    help: ArgumentHelp("The object file, and what it is to do.", valueName: "object"),
    completion: .file(extensions: ["o", "a"]))
  var words: [String] = []

  func validate() throws {
    if ["--help", "-h"].contains(words.first) { throw CleanExit.helpRequest(self) }
    if words.isEmpty { throw ValidationError("The object file is missing; see --help.") }
  }

  func run() throws {
    let canister = try LoadedCanister(contentsOf: words[0])
    let name = "tinsmith \(Self._commandName) \(words[0])"
    let status = canister.runCommandLine([name] + words.dropFirst())
    if status != 0 { throw ExitCode(status) }
  }
}
