import ArgumentParser
package import Compiler
package import Instrumentation

/// The options about code that several commands have.
struct CodeFlags: ParsableArguments {
  @Option(
    name: .customShort("O", allowingJoined: true),
    help: ArgumentHelp("How much to optimise: -O0 to -O3.", valueName: "level"))
  var optimization = CodeOptions.default.optimization

  @Option(
    help: ArgumentHelp(
      "How stable memory is reached: by loads and stores, or by calls of the runtime.",
      valueName: "way"))
  var stable = CodeOptions.default.stableMemory

  @Option(
    help: ArgumentHelp(
      "How instructions are counted: exact and fast, not at all, or by the letter (to test with).",
      valueName: "way"))
  var metering = CodeOptions.default.metering

  @Option(help: .pageCharges)
  var pageCharges = CodeOptions.default.pageCharges

  /// What was chosen.
  var options: CodeOptions {
    CodeOptions(
      stableMemory: stable, metering: metering, pageCharges: pageCharges,
      optimization: optimization)
  }
}

extension ArgumentHelp {
  /// The help of `--page-charges`, for all commands that have it.
  static let pageCharges = ArgumentHelp(
    "How pages of memory are charged: as the Internet Computer did until about July 2026, or by "
      + "its memory tracker since.",
    valueName: "regime")
}

extension OptimizationLevel: ExpressibleByArgument {}
extension StableMemoryForm: ExpressibleByArgument {}
extension MeteringForm: ExpressibleByArgument {}
extension PageCharges: ExpressibleByArgument {}
extension Processor: ExpressibleByArgument {}
extension Emission: ExpressibleByArgument {}
