import ArgumentParser
import Workspace

/// `tinsmith canister stop`: a canister finishes what it has begun, and takes no messages.
struct CanisterStopCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stop",
    abstract: "Let a canister finish what it has begun, and take no messages any more.",
    discussion: """
      The command waits for the answers to all calls that the canister has made.
      """)

  @Argument(help: .canister, completion: .file())
  var canister: CanisterTarget

  @OptionGroup var options: TargetOptions

  func run() throws { try options.manage("stop_canister", of: canister) }
}
