import ArgumentParser
import Foundation

/// `tinsmith logs`: what an installed canister has printed.
struct LogsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "logs",
    abstract: "Show what an installed canister printed, and its traps.",
    discussion: """
      The newest 4 KiB are kept, as on the Internet Computer. Queries leave no trace here.

      Example:
        tinsmith logs kv.wasm
      """)

  @Argument(
    help: ArgumentHelp("The canister's module or executable.", valueName: "code"),
    completion: .file())
  var path: String

  @Option(
    help: ArgumentHelp("The folder of the canister's state.", valueName: "folder"),
    completion: .directory)
  var state: String?

  func run() throws {
    let canister = InstalledCanister(code: path, state: state)
    guard let record = try canister.record() else { throw CommandError.notInstalled(path) }
    for line in record.log {
      let seconds = TimeInterval(line.timestampNanoseconds / 1_000_000_000)
      let fraction = String(line.timestampNanoseconds % 1_000_000_000 + 1_000_000_000).dropFirst()
      let day = ISO8601DateFormatter().string(from: Date(timeIntervalSince1970: seconds))
      Terminal.standardOutput.write(
        "[\(line.index). \(day.dropLast()).\(fraction)Z]: \(line.text)\n")
    }
  }
}
