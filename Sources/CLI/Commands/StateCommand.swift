import Admission
import SubnetHost
import CanisterProcess
import ArgumentParser
import Foundation

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
    if let snapshot { return try install(canister, from: Snapshot(path: snapshot)) }
    // A damaged record is no reason to keep it; but other folders are left alone.
    guard canister.isInstalled else { throw CommandError.notInstalled(path) }
    if reset {
      try lock(canister) {
        do {
          try FileManager.default.removeItem(atPath: canister.folder)
        } catch {
          throw CommandError.stateNotWritten(canister.folder, reason: error.localizedDescription)
        }
      }
    } else if let copy {
      try self.copy(canister, to: copy)
    } else if let export {
      try take(Snapshot(path: export), of: canister)
    } else if repair {
      try withSession(canister, repairs: true) { session in
        _ = try session.takeLock()
        try repairRecord(of: canister)
        _ = try session.resumeInstalled()
      }
    } else {
      list(canister.folder)
    }
  }

  /// Makes a record that can't be read anew, of what the state knows: all but the log.
  private func repairRecord(of canister: InstalledCanister) throws {
    do {
      _ = try canister.record()
    } catch {
      let committed = try canister.canisterState.committed()
      guard case .module(let hash) = committed.owner else { throw error }
      // Nobody knows on which kind of subnet it was: only one may have the limits that it needs.
      let isOrdinary = (try? canister.code(moduleHash: hash, on: .application)) != nil
      let kind: SubnetKind = isOrdinary ? .application : .benchmarking
      guard let file = try canister.code(moduleHash: hash, on: kind) else { throw error }
      var record = CanisterRecord(file)
      record.subnetKind = kind
      record.version = committed.version
      try canister.write(record)
    }
  }

  private func copy(_ canister: InstalledCanister, to folder: String) throws {
    guard !FileManager.default.fileExists(atPath: folder) else {
      throw CommandError.folderNotEmpty(folder)
    }
    Interruption.prepare {}
    try lock(canister) {
      try NewFolder.fill(folder) { try SparseCopy.copyFolder(canister.folder, to: folder) }
    }
  }

  /// Does something while no other command uses the canister.
  private func lock(_ canister: InstalledCanister, body: () throws -> Void) throws {
    let lock = CanisterLock(canister.folder)
    guard try lock.take(waiting: waiting.seconds) else { throw CommandError.notInstalled(path) }
    try withExtendedLifetime(lock, body)
  }

  private func take(_ snapshot: Snapshot, of canister: InstalledCanister) throws {
    try withSession(canister) { session in
      // The process finishes what an earlier one may have left in the journal.
      let (record, file) = try session.resumeInstalled()
      session.subnet.end(completesState: true)
      let module = try file.isExecutable ? self.module(hash: record.moduleHash) : file
      try NewFolder.fill(snapshot.path) {
        try snapshot.save(
          canister.canisterState, module: module.bytes, version: record.version)
      }
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
    throw CommandError.moduleIsExecutable(path)
  }

  private func install(_ canister: InstalledCanister, from snapshot: Snapshot) throws {
    guard !canister.isInstalled else { throw CommandError.installedAlready(path) }
    let bytes = try snapshot.module()
    // Anything but a module: who takes a snapshot does not mean to run a program.
    _ = try InstalledCanister.admit(bytes, path: snapshot.modulePath)
    let file = try CanisterFile(bytes, path: snapshot.modulePath)
    var record = CanisterRecord(file)
    try withSession(canister, installs: true) { session in
      guard try session.takeLock(), !canister.isInstalled else {
        throw CommandError.installedAlready(path)
      }
      do {
        try canister.keep(file)
        record.version = try snapshot.restore(
          in: canister.canisterState, moduleHash: record.moduleHash)
        try canister.write(record)
        let found = try session.resume()
        let status = try session.subnet.statuses()[InstalledCanister.id]
        guard found != nil, status?.isInstalled == true else {
          throw CommandError.snapshotOfOtherModule(snapshot.path)
        }
      } catch {
        try? FileManager.default.removeItem(atPath: canister.folder)
        throw error
      }
    }
  }

  /// Whatever has run the canister's module so far, the interpreter opens its state, and compiles
  /// nothing; an executable opens its own.
  private func withSession(
    _ canister: InstalledCanister, installs: Bool = false, repairs: Bool = false,
    body: (CanisterSession) throws -> Void
  ) throws {
    // One that is damaged says nothing of it.
    let record = (try? canister.record()) ?? nil
    let isExecutable = try record.map { try canister.code($0).isExecutable } ?? false
    let options = try TargetOptions.parse(
      ["--wait", "\(waiting.seconds)"] + (isExecutable ? [] : ["--engine", "interpreter"]))
    try CanisterSession.with(
      canister, options, installs: installs, repairs: repairs, body: body)
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
