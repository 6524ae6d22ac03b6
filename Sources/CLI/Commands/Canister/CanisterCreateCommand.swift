import ArgumentParser
import Candid
import Workspace

/// `tinsmith canister create`: an empty canister.
struct CanisterCreateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create",
    abstract: "Create a canister without code, and give it a name.",
    discussion: """
      The canister has 100 T cycles, unless it is told otherwise, and the sender as its \
      controller. `tinsmith install` creates canisters by itself; this is for those whose id must \
      be known before, or whose settings must be there from the beginning.

      Examples:
        tinsmith canister create index
        tinsmith canister create ledger --specified-id ryjl3-tyaaa-aaaaa-aaaba-cai
        tinsmith canister create index --with-cycles 3t --freezing-threshold 7776000
        tinsmith canister create index --subnet "$(tinsmith network subnet add)"
      """)

  @Argument(help: ArgumentHelp("The name of the canister.", valueName: "name"))
  var name: String

  @Option(
    help: ArgumentHelp(
      "The canister's cycles, by default 100t: a number, also with k, m, b or t.",
      valueName: "cycles"))
  var withCycles: CycleCount?

  @Option(
    help: ArgumentHelp("The id of the canister.", valueName: "principal"),
    transform: { try Principal(text: $0) })
  var specifiedId: Principal?

  @Option(
    help: ArgumentHelp(
      "The subnet that the canister is created on, by default the first one; tinsmith network "
        + "status shows all.",
      valueName: "principal"),
    transform: { try Principal(text: $0) })
  var subnet: Principal?

  @OptionGroup var settings: ControllerSettings

  @OptionGroup var options: TargetOptions

  func run() throws {
    let cycles = withCycles.map { "amount = opt \($0.count)" }
    let id = specifiedId.map { "specified_id = opt principal \"\($0)\"" }
    let fields = settings.fields(of: nil)
    let settings = fields.isEmpty ? nil : "settings = opt record { \(fields.text) }"
    let folder = options.network.folder(of: CanisterTarget(name))
    try NetworkSession.with(folder, options, makesNetwork: true) { session in
      let id = try session.create(
        name, [cycles, id, settings].compactMap { $0 }, on: subnet)
      Terminal.standardOutput.write("Created canister \(name) with id: \(id)\n")
    }
  }
}
