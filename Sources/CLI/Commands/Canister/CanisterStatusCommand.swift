import ArgumentParser
import Candid
import Workspace

/// `tinsmith canister status`: the canister's status by the management canister.
struct CanisterStatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Show what the management canister tells the controllers of a canister.",
    discussion: """
      Without waiting for other commands, and for everybody, `tinsmith status` tells less.

      Examples:
        tinsmith canister status ledger
        tinsmith canister status ledger --json | jq -r .cycles
      """)

  @Argument(help: .canister, completion: .file())
  var canister: CanisterTarget

  @Flag(help: "Print an object in JSON.")
  var json = false

  @OptionGroup var options: TargetOptions

  func run() throws {
    try NetworkSession.with(options.network.folder(of: canister), options) { session in
      let id = try session.id(of: canister)
      let status = CanisterStatusObject(
        id, name: session.record.labels[id]?.name,
        try session.manage("canister_status", of: id))
      if json {
        try Terminal.standardOutput.write(json: status)
      } else {
        Terminal.standardOutput.write(status.text)
      }
    }
  }
}
