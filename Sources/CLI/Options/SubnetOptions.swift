import Admission
import ArgumentParser

/// The option of commands that depend on a subnet's limits.
struct SubnetOptions: ParsableArguments {
  @Option(help: .subnet)
  var subnet = SubnetKind.application
}

extension SubnetKind: ExpressibleByArgument {}

extension ArgumentHelp {
  /// The help of `--subnet`, for all commands that have it.
  static let subnet = ArgumentHelp(
    "The kind of subnet whose limits count: one for canisters of users, one for those of the "
      + "Internet Computer itself, or the one on which canbench runs.",
    valueName: "kind")
}
