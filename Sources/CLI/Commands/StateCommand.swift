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
      Snapshots have the form in which dfx, icp and PocketIC download and upload them.

      Examples:
        tinsmith state kv.wasm
        tinsmith state kv.wasm --copy before    then: tinsmith call kv.wasm len --state before
        tinsmith state kv.wasm --export snapshot
            then: dfx canister snapshot upload kv --dir snapshot
        tinsmith state kv.wasm --import snapshot
        tinsmith state kv.wasm --repair
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
    help: ArgumentHelp("Write a snapshot to a new or empty folder.", valueName: "folder"),
    completion: .directory)
  var export: String?

  @Option(
    name: .customLong("import"),
    help: ArgumentHelp(
      "Install the canister from a snapshot: its module and its state.", valueName: "folder"),
    completion: .directory)
  var snapshot: String?

  @Option(
    help: ArgumentHelp("The folder of the canister's state.", valueName: "folder"),
    completion: .directory)
  var state: String?

  @Flag(
    help: """
      Go on with a state whose journal or canister.json is damaged: with what can be read, and \
      with what the files of the memories have.
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
    let canister = InstalledCanister(code: path, state: state)
    if let snapshot {
      return try withSession(canister, installs: true) {
        try $0.restore(Snapshot(path: snapshot))
      }
    }
    // A damaged record is no reason to keep it; but other folders are left alone.
    guard canister.isInstalled else { throw WorkspaceError.notInstalled(path) }
    if reset {
      try withSession(canister) { try $0.reset() }
    } else if let copy {
      guard !FileManager.default.fileExists(atPath: copy) else {
        throw CommandError.folderNotEmpty(copy)
      }
      try withSession(canister) { session in
        guard try session.takeLock() else { throw WorkspaceError.notInstalled(path) }
        try NewFolder.fill(copy) { try session.copy(to: copy) }
      }
    } else if let export {
      try withSession(canister) { session in
        let file = try session.resumeInstalled()
        let module =
          try file.isExecutable ? self.module(hash: file.description.moduleHash) : file
        try NewFolder.fill(export) { try session.save(Snapshot(path: export), module: module) }
      }
    } else if repair {
      try withSession(canister, repairs: true) { try $0.repair() }
    } else {
      list(canister.folder)
    }
  }

  /// The module that the installed executable was compiled from, if it is where the user points,
  /// or beside that.
  private func module(hash: String) throws -> CanisterFile {
    for path in [path, path + ".wasm", path + ".wasm.gz"]
    where FileManager.default.fileExists(atPath: path) {
      let file = try CanisterFile(reading: path)
      if !file.isExecutable && file.description.moduleHash == hash { return file }
    }
    throw WorkspaceError.moduleIsExecutable(path)
  }

  /// Whatever has run the canister's module so far, the interpreter opens its state, and compiles
  /// nothing; an executable opens its own.
  private func withSession(
    _ canister: InstalledCanister, installs: Bool = false, repairs: Bool = false,
    body: (CanisterSession) throws -> Void
  ) throws {
    var options = SessionOptions()
    options.waitSeconds = waiting.seconds
    options.installs = installs
    options.repairs = repairs
    try CanisterSession.with(
      canister, options, engine: try EngineOptions.parse(["--engine", "interpreter"]), body: body)
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
