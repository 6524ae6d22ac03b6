import ArgumentParser
import Workspace

/// `tinsmith network reset`: nothing is installed any more.
struct NetworkResetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reset", abstract: "Remove the network, with all canisters and their states.")

  @OptionGroup var network: NetworkOptions

  @OptionGroup var waiting: WaitOptions

  func run() throws {
    try NetworkSession.with(network.folder(), waiting) { try $0.reset() }
  }
}
