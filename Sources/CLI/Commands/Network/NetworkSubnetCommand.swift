import Admission
import ArgumentParser
import Workspace

/// `tinsmith network subnet`: subnets beside the first one.
struct NetworkSubnetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "subnet", abstract: "Extend the network by subnets.", subcommands: [Add.self])

  /// `tinsmith network subnet add`: one more.
  struct Add: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Add a subnet without canisters, and print its id.",
      discussion: """
        Canisters of different subnets call each other: what one sends in a round, the other gets \
        in the next one. The subnet gives its canisters ids that no other one has.

        Examples:
          tinsmith network subnet add --kind system
          tinsmith canister create ledger --subnet "$(tinsmith network subnet add)"
        """)

    @Option(help: .subnet)
    var kind = SubnetKind.application

    @OptionGroup var network: NetworkOptions

    @OptionGroup var waiting: WaitOptions

    func run() throws {
      try NetworkSession.with(network.folder(), waiting, makesNetwork: true) { session in
        Terminal.standardOutput.write("\(try session.addSubnet(kind))\n")
      }
    }
  }
}
