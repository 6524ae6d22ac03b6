import ArgumentParser

/// `tinsmith network`: all canisters that are installed together.
struct NetworkCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "network",
    abstract: "Show, extend, reset, or let time pass in the network of installed canisters.",
    discussion: """
      A network is made by the first `tinsmith install` in a folder, in .tinsmith there, and is \
      found from all folders below.

      Examples:
        tinsmith network status
        tinsmith network time --advance 7d && tinsmith tick
        tinsmith network subnet add --kind system
        tinsmith network reset
      """,
    subcommands: [
      NetworkStatusCommand.self, NetworkTimeCommand.self, NetworkSubnetCommand.self,
      NetworkResetCommand.self,
    ])
}
