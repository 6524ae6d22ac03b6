import ArgumentParser
import Workspace

/// `tinsmith tick`: time passes for an installed canister.
struct TickCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tick",
    abstract: "Let time pass for an installed canister.",
    discussion: """
      Runs rounds in which nobody calls: in each a timer that is due fires, the heart beats, and \
      what the canister has sent is delivered. The time is that of the machine.

      Examples:
        tinsmith tick clock.wasm
        tinsmith tick clock.wasm --rounds 10

      Exit status: 0 for success, 1 if the timer or a heartbeat traps.
      """)

  @Argument(help: .canister, completion: .file())
  var canister: CanisterTarget

  @Option(help: ArgumentHelp("How many rounds.", valueName: "count"))
  var rounds = 1

  @OptionGroup var options: TargetOptions

  func validate() throws {
    guard 1...1_000_000 ~= rounds else {
      throw ValidationError("--rounds takes a number from 1 to 1000000.")
    }
  }

  func run() throws {
    try NetworkSession.with(options.network.folder(of: canister), options) { session in
      _ = try session.installed(canister)
      try session.tick(rounds: rounds)
    }
  }
}
