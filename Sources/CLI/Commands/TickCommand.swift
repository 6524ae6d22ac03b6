import ArgumentParser
import Workspace

/// `tinsmith tick`: time passes for an installed canister.
struct TickCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tick",
    abstract: "Let time pass for installed canisters.",
    discussion: """
      Runs rounds without a message from outside: in each, timers that are due fire, heartbeats \
      run, and messages between canisters are delivered, in the whole network. If a canister is \
      named, it must be installed.

      Examples:
        tinsmith tick
        tinsmith tick clock.wasm --rounds 10

      Exit status: 0 for success, 1 if the timer or a heartbeat traps.
      """)

  @Argument(help: .canister, completion: .file())
  var canister: CanisterTarget?

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
      if let canister {
        _ = try session.installed(canister)
      } else if try !session.open() {
        throw WorkspaceError.noNetwork(session.folder.path)
      }
      try session.tick(rounds: rounds)
    }
  }
}
