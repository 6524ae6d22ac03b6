import Admission
import Candid
package import CanisterProcess
import Engines
import Files
import Foundation
import Subnet
import SubnetHost

/// One command's use of an installed canister, which nobody else uses meanwhile; the canister's
/// process runs as long.
///
/// The session is the one that changes what is known of the canister. A message changes the state,
/// which the runtime commits, and then the record (`commit`). A process may have ended in between:
/// so whoever takes up a canister lets the state decide, and corrects the record by it (`resume`).
package final class CanisterSession {
  package let canister: InstalledCanister
  let subnet: LocalSubnet
  let options: SessionOptions
  private let delegate: any SessionDelegate
  /// Held from when the canister is taken up, as long as the session.
  private let lock: CanisterLock
  /// What is known of the canister, which is installed.
  package internal(set) var record: CanisterRecord?
  /// The record as its file has it.
  private var writtenRecord: CanisterRecord?

  private init(
    _ canister: InstalledCanister, _ options: SessionOptions, _ delegate: any SessionDelegate,
    _ group: ProcessGroup
  ) {
    self.canister = canister
    self.options = options
    self.delegate = delegate
    lock = CanisterLock(canister.folder)
    subnet = LocalSubnet(
      launcher: ProcessLauncher(group: group), stateDirectory: canister.states.path)
    subnet.sender = options.sender
  }

  /// Calls the body with a session, and ends the canister's process after it.
  package static func with(
    _ canister: InstalledCanister, _ options: SessionOptions, _ delegate: any SessionDelegate,
    group: ProcessGroup, body: (CanisterSession) throws -> Void
  ) throws {
    let session = CanisterSession(canister, options, delegate, group)
    // The lock is given up when the process has ended.
    defer { withExtendedLifetime(session) { session.subnet.end(completesState: true) } }
    try session.subnet.setTime(
      nanoseconds: UInt64(Date().timeIntervalSince1970 * 1_000_000) * 1000)
    try body(session)
  }

  /// Waits until no other command uses the canister; false if it is not installed.
  package func takeLock() throws -> Bool {
    repeat {
      if options.installs { try canister.makeFolder() }
      // Nothing is put into a folder that may be anybody's.
      guard options.installs || canister.isInstalled else { return false }
    } while try !lock.take(
      waiting: options.waitSeconds, tell: { delegate.note(.waiting(for: $0)) })
    return true
  }

  /// Code for the canister, compiled unless that was done before.
  func code(_ file: CanisterFile) throws -> CanisterCode {
    var code = try file.code(trusts: options.trustsCode, delegate)
    // A program that somebody runs by itself has the state without the canister's lock.
    let waiting = ["--wait", "\(options.waitSeconds)"]
    code.program = code.program.adding(waiting + (options.repairs ? ["--repair"] : []))
    return code
  }

  /// Options about code are for modules.
  func check(_ file: CanisterFile) throws(WorkspaceError) {
    if file.isExecutable && options.choosesEngine { throw .executableHasItsOwnCode(file.path) }
  }

  /// Takes up the canister and tells its code; nil if it is not installed.
  func resume() throws -> CanisterFile? {
    try canister.refuseLinks()
    guard try takeLock(), let found = try canister.record() else { return nil }
    (record, writtenRecord) = (found, found)
    let file = try canister.code(found)
    try resume(file, found)
    guard case .module(let hash) = try canister.state.committed().owner else {
      // The first installation was not over.
      try subnet.abandon(InstalledCanister.id)
      canister.removeRecord()
      record = nil
      return nil
    }
    return hash == found.moduleHash ? file : try correctModule(hash)
  }

  /// Goes on with the module that the state belongs to, which the record does not know yet.
  private func correctModule(_ hash: String) throws -> CanisterFile {
    try subnet.abandon(InstalledCanister.id)
    guard var record, let file = try canister.code(moduleHash: hash, on: record.subnetKind) else {
      throw WorkspaceError.stateOfOtherModule(canister.folder, hash: hash)
    }
    record.change(to: file)
    try resume(file, record)
    record.canister.version = subnet.version(of: InstalledCanister.id)
    self.record = record
    try commit()
    return file
  }

  private func resume(_ file: CanisterFile, _ record: CanisterRecord) throws {
    try subnet.configure { $0.kind = record.subnetKind }
    if record.timeNanoseconds > subnet.timeNanoseconds {
      try subnet.setTime(nanoseconds: record.timeNanoseconds)
    }
    try subnet.resume(try code(file), on: InstalledCanister.id, record.canister)
  }

  /// Takes up the canister, which must be installed, and tells its code.
  package func resumeInstalled() throws -> CanisterFile {
    guard let file = try resume() else { throw WorkspaceError.notInstalled(canister.path) }
    try check(file)
    if namesOtherModule(than: file) { delegate.note(.otherModule(path: canister.path)) }
    return file
  }

  /// Whether the file that the user names has other code by now than what is installed.
  private func namesOtherModule(than installed: CanisterFile) -> Bool {
    guard !canister.path.hasSuffix(".wat"), let bytes = try? InputFile.read(canister.path),
      bytes != installed.bytes, let file = try? CanisterFile(bytes, path: canister.path)
    else { return false }
    return file.description.moduleHash != installed.description.moduleHash
  }

  /// Shows what a message did, and takes over what it changed beside the canister's state.
  func note(_ report: MessageReport) {
    delegate.show(report.activity)
    guard let canister = subnet.state.canisters[InstalledCanister.id] else { return }
    record?.note(canister, timeNanoseconds: subnet.timeNanoseconds)
  }

  /// Brings the record's file up to date, in one step; the state has been committed before.
  func commit() throws {
    guard let record, record != writtenRecord else { return }
    try canister.write(record)
    writtenRecord = record
  }
}
