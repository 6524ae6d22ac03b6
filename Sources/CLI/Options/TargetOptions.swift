import ArgumentParser
import Candid

/// The option of commands that need a canister for themselves.
struct WaitOptions: ParsableArguments {
  @Option(
    name: .customLong("wait"),
    help: ArgumentHelp(
      "How long to wait for another command that uses the canister.", valueName: "seconds"))
  var seconds: UInt64 = 60
}

/// The options of commands about a canister that is installed on this machine.
struct TargetOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The folder of the canister's state, by default in .tinsmith beside the module.",
      valueName: "folder"),
    completion: .directory)
  var state: String?

  @OptionGroup var waiting: WaitOptions

  @Option(
    help: ArgumentHelp("Who sends the message, by default the anonymous.", valueName: "principal"),
    transform: { try Principal(text: $0) })
  var sender = Principal.anonymous

  @Flag(
    help: """
      Run an executable that was not compiled on this machine, now and later. It reaches nothing \
      but the canister's state.
      """)
  var trust = false

  @OptionGroup var engine: EngineOptions
}
