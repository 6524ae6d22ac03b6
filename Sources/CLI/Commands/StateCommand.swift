import Admission
import SubnetHost
import CanisterProcess
import ArgumentParser
import Foundation
import Workspace

/// `tinsmith state`: where an installed canister's state is, and what to do with it.
struct StateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "state",
    abstract: "Show, copy or remove an installed canister's state.",
    discussion: """
      Snapshots have the form in which dfx, icp and PocketIC download and upload them. A copy has \
      the whole network.

      Examples:
        tinsmith state kv.wasm
        tinsmith state kv.wasm --copy before    then: tinsmith call kv.wasm len --state before
        tinsmith state kv.wasm --export snapshot
            then: dfx canister snapshot upload kv --dir snapshot
        tinsmith state kv.wasm --import snapshot
        tinsmith state kv.wasm --repair
        tinsmith state kv.wasm --reset
      """)

  @Argument(help: .canister, completion: .file())
  var canister: CanisterTarget

  @Flag(help: "Remove the canister, with its state.")
  var reset = false

  @Option(
    help: ArgumentHelp("Copy the network to a new folder.", valueName: "folder"),
    completion: .directory)
  var copy: String?

  @Option(
    help: ArgumentHelp("Write a snapshot to a new or empty folder.", valueName: "folder"),
    completion: .directory)
  var export: String?

  @Option(
    name: .customLong("import"),
    help: ArgumentHelp(
      "Install the canister from a snapshot: its module and its state.", valueName: "folder"),
    completion: .directory)
  var snapshot: String?

  @OptionGroup var network: NetworkOptions

  @Flag(
    help: """
      Repair a state whose journal or network.json is damaged: keep what can be read, and the \
      content of the memories' files.
      """)
  var repair = false

  @OptionGroup var waiting: WaitOptions

  func validate() throws {
    let actions = [reset, copy != nil, export != nil, snapshot != nil, repair]
    if actions.count(where: { $0 }) > 1 {
      throw ValidationError("--reset, --copy, --export, --import and --repair exclude each other.")
    }
  }

  func run() throws {
    let folder = network.folder(of: canister)
    if let snapshot {
      return try withSession(folder, makesNetwork: true) {
        try $0.restore(Snapshot(path: snapshot), as: canister)
      }
    }
    guard folder.hasNetwork else { throw WorkspaceError.notInstalled(canister.text, names: []) }
    if reset {
      try withSession(folder) { try $0.reset(canister) }
    } else if let copy {
      guard !FileManager.default.fileExists(atPath: copy) else {
        throw CommandError.folderNotEmpty(copy)
      }
      try withSession(folder) { session in
        guard try session.takeLock() else { throw WorkspaceError.noNetwork(folder.path) }
        try NewFolder.fill(copy) { try session.copy(to: copy) }
      }
    } else if let export {
      try withSession(folder) { session in
        let canister = try session.installed(canister)
        let module = try module(of: canister.file)
        try NewFolder.fill(export) {
          try session.save(Snapshot(path: export), of: canister, module: module)
        }
      }
    } else if repair {
      try withSession(folder, repairs: true) { try $0.repair(canister) }
    } else {
      list(folder.state(of: try folder.known(canister).id).path)
    }
  }

  /// The module that the installed executable was compiled from, if it is where the user points,
  /// or beside that.
  private func module(of installed: CanisterFile) throws -> CanisterFile {
    if !installed.isExecutable { return installed }
    let path = installed.path
    for path in [path, path + ".wasm", path + ".wasm.gz"]
    where FileManager.default.fileExists(atPath: path) {
      let file = try CanisterFile(reading: path)
      if !file.isExecutable && file.description.moduleHash == installed.description.moduleHash {
        return file
      }
    }
    throw WorkspaceError.moduleIsExecutable(path)
  }

  /// The interpreter opens the state, so nothing is compiled, even if native code has run the
  /// canister so far; an executable opens its own state.
  private func withSession(
    _ folder: NetworkFolder, makesNetwork: Bool = false, repairs: Bool = false,
    body: (NetworkSession) throws -> Void
  ) throws {
    try NetworkSession.with(
      folder, waiting, engine: ["--engine", "interpreter"], makesNetwork: makesNetwork,
      repairs: repairs, body: body)
  }

  private func list(_ folder: String) {
    Terminal.standardOutput.write(folder + "\n")
    for name in FileManager.default.subpaths(atPath: folder)?.sorted() ?? [] {
      let attributes = try? FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")
      guard attributes?[.type] as? FileAttributeType == .typeRegular else { continue }
      let size = attributes?[.size] as? Int ?? 0
      Terminal.standardOutput.write("  \(name): \(size) bytes\n")
    }
  }
}
