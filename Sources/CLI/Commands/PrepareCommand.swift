import ArgumentParser
import Compiler
import Foundation
import Instrumentation

/// `tinsmith prepare`: the process that compiles a module while others run it.
struct PrepareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: BackgroundCompilation.commandName,
    abstract: "Compile a module into the cache, at the lowest priority, until standard input ends.",
    shouldDisplay: false)

  @Option(help: "The options of the code in JSON.")
  var code: CodeOptions

  @OptionGroup var limits: SubnetOptions

  @Argument(help: "The module.")
  var path: String

  func run() throws {
    Interruption.prepare {}
    try BackgroundCompilation.perform(path, options: code, subnet: limits.subnet) {
      // As if somebody had interrupted it: no unfinished file stays.
      kill(getpid(), SIGTERM)
    }
  }
}
