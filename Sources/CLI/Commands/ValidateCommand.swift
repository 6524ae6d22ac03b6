import ArgumentParser
import Workspace

/// `tinsmith validate`: whether a module may be a canister.
struct ValidateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Check that the Internet Computer would install a module.",
    discussion: """
      Prints nothing if all modules are valid; otherwise what is wrong with each and where, and \
      the exit status is 1.

      Examples:
        tinsmith validate ledger.wasm.gz
        tinsmith validate a.wasm b.wasm
      """)

  @Argument(help: ArgumentHelp("The modules.", valueName: "module"), completion: .file())
  var paths: [String]

  @OptionGroup var limits: SubnetOptions

  func run() throws {
    var hasFailed = false
    for path in paths {
      do {
        _ = try CanisterFile.admit(
          try ModuleFile.read(path), path: path, subnet: limits.subnet)
      } catch {
        guard let (sentence, _) = Tinsmith.explanation(of: error) else { throw error }
        Tinsmith.complain(sentence)
        hasFailed = true
      }
    }
    if hasFailed { throw ExitCode.failure }
  }
}
