import ArgumentParser
import Candid
import Foundation

/// The options of commands about a canister that is installed on this machine.
struct TargetOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The folder of the canister's state, by default in .tinsmith beside the module.",
      valueName: "folder"),
    completion: .directory)
  var state: String?

  @Option(
    help: ArgumentHelp("Who sends the message, by default the anonymous.", valueName: "principal"),
    transform: { try Principal(text: $0) })
  var sender = Principal.anonymous

  @OptionGroup var engine: EngineOptions
}
