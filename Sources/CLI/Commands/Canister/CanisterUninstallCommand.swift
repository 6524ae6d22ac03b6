import ArgumentParser
import Workspace

/// `tinsmith canister uninstall-code`: a canister is empty again.
struct CanisterUninstallCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "uninstall-code",
    abstract: "Remove a canister's code and state; its id and its cycles stay.")

  @Argument(help: .canister, completion: .file())
  var canister: CanisterTarget

  @OptionGroup var options: TargetOptions

  func run() throws { try options.manage("uninstall_code", of: canister) }
}
