import ArgumentParser
import Workspace

/// `tinsmith canister id`: the id of a canister, for scripts.
struct CanisterIDCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "id",
    abstract: "Show the id of a canister.",
    discussion: """
      Example:
        tinsmith call caller set "(principal \\"$(tinsmith canister id ledger)\\")"
      """)

  @Argument(help: .canister, completion: .file())
  var canister: CanisterTarget

  @OptionGroup var network: NetworkOptions

  func run() throws {
    let known = try network.folder(of: canister).known(canister)
    Terminal.standardOutput.write("\(known.id)\n")
  }
}
