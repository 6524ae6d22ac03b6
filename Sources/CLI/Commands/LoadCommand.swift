import ArgumentParser
import Compiler
import Files
import Hashing
import NativeLoader
import ObjectFiles

/// `tinsmith load`: this program becomes a canister by loading its compiled code.
struct LoadCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: NativeEngine.loadingCommandName,
    abstract: "Run a canister from its object file, without linking.",
    discussion: """
      The file is made by tinsmith compile --emit object. It is followed by the arguments that \
      an executable of the canister takes; --help after the file lists them. Answers, errors and \
      the files of the state are the same as the executable's, so either can continue with the \
      other's state.

      Code that was not compiled on this machine is refused, unless --trust comes before the file.

      Examples:
        tinsmith compile kv.wasm --emit object
        tinsmith load kv.o --help
        tinsmith load kv.o query len --install ''
      """)

  @Flag(help: "Also load code that was not compiled on this machine.")
  var trust = false

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
    let bytes = try InputFile.read(words[0])
    // A file that is no object at all is reported as such below.
    if !trust, ObjectArchive(bytes) != nil,
      !TrustedCode.contains(hash: SHA256.hexadecimalHash(bytes))
    {
      throw CommandError.objectNotTrusted(words[0])
    }
    let canister = try LoadedCanister(bytes, path: words[0])
    let name = "tinsmith \(Self._commandName) \(words[0])"
    let status = canister.runCommandLine([name] + words.dropFirst())
    if status != 0 { throw ExitCode(status) }
  }
}
