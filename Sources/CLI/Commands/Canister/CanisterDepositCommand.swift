import ArgumentParser
import Workspace

/// `tinsmith canister deposit-cycles`: more cycles, in the words of dfx.
struct CanisterDepositCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "deposit-cycles",
    abstract: "Give cycles to a canister: top-up by the name that dfx has for it.")

  @Argument(
    help: ArgumentHelp(
      "How many cycles: a number, also with k, m, b or t.", valueName: "cycles"))
  var amount: CycleCount

  @Argument(help: .canister, completion: .file())
  var canister: CanisterTarget

  @OptionGroup var options: TargetOptions

  func run() throws {
    try options.manage(
      "provisional_top_up_canister", of: canister, ["amount = opt \(amount.count)"])
  }
}
