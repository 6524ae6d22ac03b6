import ArgumentParser
import Candid
import Foundation
import Workspace

/// The option of commands that need a network for themselves.
struct WaitOptions: ParsableArguments {
  @Option(
    name: .customLong("wait"),
    help: ArgumentHelp(
      "How long to wait for another command that uses the network.", valueName: "seconds"))
  var seconds: UInt64 = 60
}

/// The option of commands about a network on this machine.
struct NetworkOptions: ParsableArguments {
  @Option(
    name: [.customLong("state"), .customLong("network")],
    help: ArgumentHelp(
      "The folder of the network, by default the nearest .tinsmith here or above, or beside the "
        + "file that is named.",
      valueName: "folder"),
    completion: .directory)
  var path: String?

  /// The network, if these canisters are named.
  func folder(of target: CanisterTarget? = nil) -> NetworkFolder {
    let isFile = target.map { FileManager.default.fileExists(atPath: $0.text) } ?? false
    return NetworkFolder.find(path, near: isFile ? target?.text : nil)
  }
}

/// How users name a canister in a command.
extension CanisterTarget: ExpressibleByArgument {
  package init(argument: String) { self.init(argument) }
}

extension ArgumentHelp {
  /// The help of the argument that names a canister.
  static let canister = ArgumentHelp(
    "The canister: its name, its id, or the module or executable that it was installed from.",
    valueName: "canister")
}

/// The options of commands that send messages to canisters on this machine.
struct TargetOptions: ParsableArguments {
  @OptionGroup var network: NetworkOptions

  @OptionGroup var waiting: WaitOptions

  @Option(
    help: ArgumentHelp(
      "The sender of the message, by default the anonymous principal.", valueName: "principal"),
    transform: { try Principal(text: $0) })
  var sender = Principal.anonymous

  @Flag(
    help: """
      Run an executable that was not compiled on this machine, now and later. It reaches nothing \
      but the canister's state.
      """)
  var trust = false

  @OptionGroup var engine: EngineOptions
}
