import ArgumentParser
import Workspace

/// `tinsmith canister delete`: a canister is no more.
struct CanisterDeleteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "delete",
    abstract: "Delete a canister that was stopped, with all that it has.",
    discussion: """
      Its cycles are lost. `tinsmith state CANISTER --reset` also removes one that runs.
      """)

  @Argument(help: .canister, completion: .file())
  var canister: CanisterTarget

  @OptionGroup var options: TargetOptions

  func run() throws { try options.manage("delete_canister", of: canister) }
}
