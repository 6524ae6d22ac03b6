import ArgumentParser
package import Compiler
import Instrumentation
package import NativePasses

/// The options about code that several commands have.
struct CodeOptions: ParsableArguments {
  @Option(
    name: .customShort("O", allowingJoined: true),
    help: ArgumentHelp("How much to optimise: -O0 to -O3.", valueName: "level"))
  var optimization = OptimizationLevel.standard

  @Option(
    help: ArgumentHelp(
      "How stable memory is reached: by loads and stores, or by calls of the runtime.",
      valueName: "way"))
  var stable = StableMemoryForm.inline

  @Option(
    help: ArgumentHelp(
      "How instructions are counted: exact and fast, not at all, or by the letter (to test with).",
      valueName: "way"))
  var metering = MeteringForm.exact

  @Option(help: .pageCharges)
  var pageCharges = PageCharges.classic
}

extension ArgumentHelp {
  /// What `--page-charges` is, for all commands that have it.
  static let pageCharges = ArgumentHelp(
    "How pages of memory are charged: as the Internet Computer did until about July 2026, or by "
      + "its memory tracker since.",
    valueName: "regime")
}

extension OptimizationLevel: ExpressibleByArgument {
  package init?(argument: String) {
    guard let number = Int(argument) else { return nil }
    self.init(rawValue: number)
  }

  package var defaultValueDescription: String { String(rawValue) }
  package static var allValueStrings: [String] { allCases.map { String($0.rawValue) } }
}

extension StableMemoryForm: ExpressibleByArgument {}
extension MeteringForm: ExpressibleByArgument {}
extension PageCharges: ExpressibleByArgument {}
extension Processor: ExpressibleByArgument {}
extension Emission: ExpressibleByArgument {}
