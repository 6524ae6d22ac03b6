import ArgumentParser
import Engines

/// `tinsmith demangle`: the process that demangles names of Swift for this program.
struct DemangleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: SwiftDemangler.commandName,
    abstract: "Tell what names of Swift stand for: a name a line, from standard input.",
    shouldDisplay: false)

  func run() throws {
    guard SwiftDemangler.answer() else { throw ExitCode.failure }
  }
}
