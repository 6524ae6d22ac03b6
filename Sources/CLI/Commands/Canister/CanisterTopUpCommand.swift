import ArgumentParser
import Workspace

/// `tinsmith canister top-up`: more cycles, in the words of icp.
struct CanisterTopUpCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "top-up",
    abstract: "Give cycles to a canister.",
    discussion: """
      Example:
        tinsmith canister top-up ledger --amount 2t
      """)

  @Argument(help: .canister, completion: .file())
  var canister: CanisterTarget

  @Option(
    help: ArgumentHelp(
      "How many cycles: a number, also with k, m, b or t.", valueName: "cycles"))
  var amount: CycleCount

  @OptionGroup var options: TargetOptions

  func run() throws {
    try options.manage(
      "provisional_top_up_canister", of: canister, ["amount = opt \(amount.count)"])
  }
}
