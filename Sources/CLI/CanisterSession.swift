import Admission
import Subnet
import CanisterProcess
import Engines
import Executions
import Candid
import Files
import Foundation
import SubnetHost

/// One command's use of a canister: its process runs as long as the command does.
struct CanisterSession {
  let canister: InstalledCanister
  let subnet: LocalSubnet
  /// Held from when the canister is taken up, as long as the session.
  private let lock: CanisterLock
  private let options: TargetOptions
  private let installs: Bool
  private let repairs: Bool

  /// Calls the body with a subnet that has no canisters yet, and ends their processes after it.
  ///
  /// Other commands wait from when the canister is taken up. `installs` is whether it may become
  /// one only now, `repairs` whether a damaged journal is gone on with.
  static func with(
    _ canister: InstalledCanister, _ options: TargetOptions, installs: Bool = false,
    repairs: Bool = false, body: (CanisterSession) throws -> Void
  ) throws {
    try canister.checkPlaces()
    let lock = CanisterLock(canister.folder)
    // All are ended before it is given up.
    defer { withExtendedLifetime(lock) {} }
    let group = ProcessGroup()
    Interruption.prepare { group.endAll() }
    let subnet = LocalSubnet(
      launcher: ProcessLauncher(group: group), stateDirectory: canister.memories)
    try subnet.setTime(nanoseconds: UInt64(Date().timeIntervalSince1970 * 1_000_000) * 1000)
    subnet.sender = options.sender
    defer { subnet.end(completesState: true) }
    try body(
      CanisterSession(
        canister: canister, subnet: subnet, lock: lock, options: options, installs: installs,
        repairs: repairs))
  }

  /// Waits until no other command uses the canister; false if it is not installed.
  func takeLock() throws -> Bool {
    repeat {
      if installs { try canister.makeFolder() }
      // Nothing is put into a folder that may be anybody's.
      guard installs || canister.isInstalled else { return false }
    } while try !lock.take(waiting: options.waiting.seconds)
    return true
  }

  /// Code for the canister, compiled unless that was done before.
  func code(_ file: CanisterFile) throws -> CanisterCode {
    var code = try file.code(engine: options.engine, trust: options.trust)
    // A program that somebody runs by itself has the state without the canister's lock.
    let waiting = ["--wait", "\(options.waiting.seconds)"]
    code.program = code.program.adding(waiting + (repairs ? ["--repair"] : []))
    return code
  }

  /// Options about code are for modules.
  func check(_ file: CanisterFile) throws(CommandError) {
    if file.isExecutable && !options.engine.isDefault { throw .executableHasItsOwnCode(file.path) }
  }

  /// Takes up the canister and tells what it is; nil if it is not installed.
  ///
  /// A process may have ended after the state was the new code's and before the record said so. So
  /// the state decides, and the record is corrected by it.
  func resume() throws -> (record: CanisterRecord, file: CanisterFile)? {
    guard try takeLock(), var record = try canister.record() else { return nil }
    let file = try canister.code(record)
    try subnet.configure { $0.kind = record.subnetKind }
    try subnet.resume(try code(file), on: InstalledCanister.id, record.notes)
    switch try canister.canisterState.committed().owner {
    case .module(hash: record.moduleHash): return (record, file)
    case .nobody:
      try subnet.abandon(InstalledCanister.id)
      canister.removeRecord()
      return nil
    case .module(let hash):
      try subnet.abandon(InstalledCanister.id)
      guard let file = try canister.code(moduleHash: hash, on: record.subnetKind) else {
        throw CommandError.stateOfOtherModule(canister.folder, hash: hash)
      }
      record.change(to: file)
      try subnet.resume(try code(file), on: InstalledCanister.id, record.notes)
      record.version = subnet.version(of: InstalledCanister.id)
      try canister.write(record)
      return (record, file)
    }
  }

  /// The same for commands about a canister that must be there.
  func resumeInstalled() throws -> (record: CanisterRecord, file: CanisterFile) {
    guard let found = try resume() else { throw CommandError.notInstalled(canister.path) }
    try check(found.file)
    noteOtherModule(found.file)
    return found
  }

  /// Tells the user if the file that is named has other code by now than what is installed.
  private func noteOtherModule(_ installed: CanisterFile) {
    guard !canister.path.hasSuffix(".wat"), let bytes = try? InputFile.read(canister.path),
      bytes != installed.bytes, let file = try? CanisterFile(bytes, path: canister.path),
      file.description.moduleHash != installed.description.moduleHash
    else { return }
    Tinsmith.note(
      "\(canister.path) is not the installed module; `tinsmith install \(canister.path)` upgrades "
        + "the canister to it")
  }

  /// The interface that a canister tells when it is asked, as those made by older tools do.
  func interfaceByQuery(of file: CanisterFile) throws -> CandidInterface? {
    let method = "__get_candid_interface_tmp_hack"
    guard file.description.method(named: method)?.kind == .query else { return nil }
    let report = try subnet.query(
      InstalledCanister.id, method: method, argument: ArgumentOptions.none)
    guard case .reply(let bytes) = report.result,
      case .text(let text)? = try? CandidMessage(decoding: bytes).values.first
    else { return nil }
    return try InterfaceFile.parse(text, name: method, besides: file.path)
  }

  /// Shows what a message printed, and notes what it changed beside the canister's memories.
  func note(_ report: MessageReport, in record: inout CanisterRecord) {
    record.notes = subnet.notes(of: InstalledCanister.id)
    for print in report.activity.debugPrints {
      Terminal.standardError.write(print.content.bytes + "\n".utf8)
    }
  }

  /// Changes what the options say of the canister's settings, which stay so.
  func apply(_ options: SettingsOptions, to record: inout CanisterRecord) throws {
    if let kind = options.subnet {
      try subnet.configure { $0.kind = kind }
      record.subnetKind = kind
    }
    let settings = try options.changed(record.notes.settings)
    guard settings != record.notes.settings else { return }
    note(try subnet.updateSettings(of: InstalledCanister.id, to: settings), in: &record)
  }

  /// Lets happen what the time that has passed since the last command brings about: a timer that is
  /// due fires, and the heart beats once.
  func passTime(in record: inout CanisterRecord) throws {
    note(try subnet.tick(), in: &record)
  }
}
