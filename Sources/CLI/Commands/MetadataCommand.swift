import Admission
import ArgumentParser
import Candid
import Workspace

/// `tinsmith metadata`: a module's metadata.
struct MetadataCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "metadata",
    abstract: "Show a canister's metadata, such as its interface.",
    discussion: """
      Without a name, the names are listed.

      Examples:
        tinsmith metadata kv.wasm
        tinsmith metadata kv.wasm candid:service > kv.did
      """)

  @Argument(
    help: ArgumentHelp("The canister's module or executable.", valueName: "code"),
    completion: .file())
  var path: String

  @Argument(help: ArgumentHelp("The metadata to show.", valueName: "name"))
  var name: String?

  func run() throws {
    let metadata = try CanisterFile(reading: path).description.metadata
    guard let name else {
      for section in metadata {
        Terminal.standardOutput.write(
          "\(section.isPublic ? "public " : "private") \(section.name)\n")
      }
      return
    }
    guard let section = metadata.first(where: { $0.name == name }) else {
      let suggestion = Suggestion.best(for: name, among: metadata.map(\.name))
      throw CommandError.unknownMetadata(name, suggestion: suggestion)
    }
    Terminal.standardOutput.write(section.bytes)
  }
}
