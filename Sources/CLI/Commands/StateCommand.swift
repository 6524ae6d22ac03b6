import ArgumentParser
import Canister
import Foundation
import Replica

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

  func validate() throws {
    if [reset, copy != nil, export != nil, snapshot != nil].count(where: { $0 }) > 1 {
      throw ValidationError("--reset, --copy, --export and --import exclude each other.")
    }
  }

  func run() throws {
    let canister = InstalledCanister(code: path, state: state)
    if let snapshot { return try install(canister, from: SnapshotFolder(path: snapshot)) }
    // A damaged record is no reason to keep it; but other folders are left alone.
    guard isInstalled(canister) else { throw CommandError.notInstalled(path) }
    if reset {
      do {
        try FileManager.default.removeItem(atPath: canister.folder)
      } catch {
        throw CommandError.stateNotWritten(canister.folder, reason: error.localizedDescription)
      }
    } else if let copy {
      guard !FileManager.default.fileExists(atPath: copy) else {
        throw CommandError.folderNotEmpty(copy)
      }
      try SparseCopy.copyFolder(canister.folder, to: copy)
    } else if let export {
      try take(SnapshotFolder(path: export), of: canister)
    } else {
      list(canister.folder)
    }
  }

  private func isInstalled(_ canister: InstalledCanister) -> Bool {
    FileManager.default.fileExists(atPath: "\(canister.folder)/canister.json")
  }

  private func take(_ snapshot: SnapshotFolder, of canister: InstalledCanister) throws {
    guard let record = try canister.record() else { throw CommandError.notInstalled(path) }
    guard try !canister.code(record).isExecutable else {
      throw CommandError.moduleIsExecutable(path)
    }
    try withSession(canister) { session in
      // The process finishes what an earlier one may have left in the journal.
      let (record, file) = try session.resumeInstalled()
      session.subnet.end(completesState: true)
      try snapshot.take(
        ofState: canister.canisterState, module: file.bytes, version: record.version)
    }
  }

  private func install(_ canister: InstalledCanister, from snapshot: SnapshotFolder) throws {
    guard !isInstalled(canister) else { throw CommandError.installedAlready(path) }
    let bytes = try snapshot.moduleBytes()
    // Anything but a module: who takes a snapshot does not mean to run a program.
    _ = try InstalledCanister.admit(bytes, path: snapshot.modulePath)
    let file = try CanisterFile(bytes, path: snapshot.modulePath)
    var record = CanisterRecord(file)
    record.version = try snapshot.version()
    try canister.keep(file)
    do {
      try snapshot.copy(toState: canister.canisterState, module: bytes)
      try canister.write(record)
      try withSession(canister) { session in
        let found = try session.resume()
        let status = try session.subnet.statuses()[InstalledCanister.id]
        guard found != nil, status?.isInstalled == true else {
          throw CommandError.snapshotOfOtherModule(snapshot.path)
        }
      }
    } catch {
      try? FileManager.default.removeItem(atPath: canister.folder)
      throw error
    }
  }

  /// Whatever has run the canister so far, the interpreter opens its state, and compiles nothing.
  private func withSession(
    _ canister: InstalledCanister, body: (CanisterSession) throws -> Void
  ) throws {
    let options = try TargetOptions.parse(["--engine", "interpreter"])
    try CanisterSession.with(canister, options, body: body)
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
