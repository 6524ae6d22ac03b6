import ArgumentParser
import Foundation

/// `tinsmith state`: where an installed canister's state is, and what to do with it.
struct StateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "state",
    abstract: "Show, copy or remove an installed canister's state.",
    discussion: """
      Examples:
        tinsmith state kv.wasm
        tinsmith state kv.wasm --copy before    then: tinsmith call kv.wasm len --state before
        tinsmith state kv.wasm --reset
      """)

  @Argument(
    help: ArgumentHelp("The canister's module or executable.", valueName: "code"),
    completion: .file())
  var path: String

  @Flag(help: "Remove the state: the canister is not installed any more.")
  var reset = false

  @Option(
    help: ArgumentHelp("Copy the state to a new folder.", valueName: "folder"),
    completion: .directory)
  var copy: String?

  @Option(
    help: ArgumentHelp("The folder of the canister's state.", valueName: "folder"),
    completion: .directory)
  var state: String?

  func validate() throws {
    if reset && copy != nil { throw ValidationError("--reset and --copy exclude each other.") }
  }

  func run() throws {
    let canister = InstalledCanister(code: path, state: state)
    // A damaged record is no reason to keep it; but other folders are left alone.
    let isInstalled = FileManager.default.fileExists(atPath: "\(canister.folder)/canister.json")
    guard isInstalled else { throw CommandError.notInstalled(path) }
    if reset {
      try FileManager.default.removeItem(atPath: canister.folder)
    } else if let copy {
      guard !FileManager.default.fileExists(atPath: copy) else {
        throw CommandError.stateDirectoryNotEmpty(copy)
      }
      try FileManager.default.copyItem(atPath: canister.folder, toPath: copy)
    } else {
      list(canister.folder)
    }
  }

  private func list(_ folder: String) {
    print(folder)
    for name in FileManager.default.subpaths(atPath: folder)?.sorted() ?? [] {
      let attributes = try? FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")
      guard attributes?[.type] as? FileAttributeType == .typeRegular else { continue }
      let size = attributes?[.size] as? Int ?? 0
      print("  \(name): \(size) bytes")
    }
  }
}
