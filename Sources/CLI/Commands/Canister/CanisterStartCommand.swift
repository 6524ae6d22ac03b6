import ArgumentParser
import Workspace

/// `tinsmith canister start`: a canister takes messages again.
struct CanisterStartCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "start", abstract: "Let a canister that was stopped take messages again.")

  @Argument(help: .canister, completion: .file())
  var canister: CanisterTarget

  @OptionGroup var options: TargetOptions

  func run() throws { try options.manage("start_canister", of: canister) }
}
