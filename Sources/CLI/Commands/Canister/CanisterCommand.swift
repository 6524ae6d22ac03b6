import ArgumentParser

/// `tinsmith canister`: what the management canister does with canisters.
struct CanisterCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "canister",
    abstract: "Create, stop, change and delete the canisters of the network.",
    discussion: """
      Each of these commands is a message to the management canister from --sender, so only a \
      canister's controllers can do most of this, and what is refused is refused in the words of \
      the Internet Computer.

      Examples:
        tinsmith canister create ledger
        tinsmith install ledger.wasm
        tinsmith canister status ledger
        tinsmith canister settings update ledger --freezing-threshold 7776000
        tinsmith canister stop ledger
        tinsmith canister snapshot create ledger
      """,
    subcommands: [
      CanisterCreateCommand.self, CanisterIDCommand.self, CanisterStatusCommand.self,
      CanisterSettingsCommand.self, CanisterStartCommand.self, CanisterStopCommand.self,
      CanisterDeleteCommand.self, CanisterUninstallCommand.self, CanisterSnapshotCommand.self,
      CanisterTopUpCommand.self, CanisterDepositCommand.self, InstallCommand.self,
      CallCommand.self, LogsCommand.self,
    ])
}
