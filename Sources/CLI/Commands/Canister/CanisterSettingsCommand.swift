import ArgumentParser
import Candid
import Subnet
import Workspace

/// `tinsmith canister settings`: what the controllers have set.
struct CanisterSettingsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "settings",
    abstract: "Show or change the settings of a canister.",
    subcommands: [CanisterSettingsShowCommand.self, CanisterSettingsUpdateCommand.self])
}

/// `tinsmith canister settings show`: all settings.
struct CanisterSettingsShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show the settings of a canister.")

  @Argument(help: .canister, completion: .file())
  var canister: CanisterTarget

  @Flag(help: "Print an object in JSON.")
  var json = false

  @OptionGroup var options: TargetOptions

  func run() throws {
    try options.manage("canister_status", of: canister) { status in
      let settings = CanisterSettingsObject(status["settings"])
      if json {
        try Terminal.standardOutput.write(json: settings)
      } else {
        Terminal.standardOutput.write(settings.lines.map { $0 + "\n" }.joined())
      }
    }
  }
}

/// `tinsmith canister settings update`: other settings.
struct CanisterSettingsUpdateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "update",
    abstract: "Change settings of a canister; all others stay.",
    discussion: """
      Examples:
        tinsmith canister settings update ledger --add-controller w7x7r-cok77-xa
        tinsmith canister settings update ledger --freezing-threshold 90d --memory-allocation 2GiB
        tinsmith canister settings update ledger --log-visibility public --env MODE=test
      """)

  @Argument(help: .canister, completion: .file())
  var canister: CanisterTarget

  @OptionGroup var settings: ControllerSettings

  @OptionGroup var options: TargetOptions

  func run() throws {
    try NetworkSession.with(options.network.folder(of: canister), options) { session in
      let id = try session.id(of: canister)
      let status = try session.manage("canister_status", of: id)
      let fields = settings.fields(of: status["settings"])
      guard !fields.isEmpty else { throw CommandError.noSetting }
      try session.manage("update_settings", of: id, ["settings = record { \(fields.text) }"])
    }
  }
}
