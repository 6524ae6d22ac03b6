import Admission
package import CanisterProcess
import Foundation
import Subnet
import SubnetHost

/// What is done to the files of an installed canister as a whole.
extension CanisterSession {
  /// Installs the canister from a snapshot: its module and its state.
  package func restore(_ snapshot: Snapshot) throws {
    guard !canister.isInstalled else { throw WorkspaceError.installedAlready(canister.path) }
    // Who takes a snapshot does not mean to run a program.
    let bytes = try snapshot.module()
    _ = try CanisterFile.admit(bytes, path: snapshot.modulePath)
    let file = try CanisterFile(bytes, path: snapshot.modulePath)
    try canister.refuseLinks()
    guard try takeLock(), !canister.isInstalled else {
      throw WorkspaceError.installedAlready(canister.path)
    }
    do {
      try canister.keep(file)
      let version = try snapshot.restore(
        in: canister.state, moduleHash: file.description.moduleHash)
      try create(with: file, version: version)
      guard try resume() != nil,
        try subnet.statuses()[InstalledCanister.id]?.isInstalled == true
      else { throw WorkspaceError.snapshotOfOtherModule(snapshot.path) }
    } catch {
      try? FileManager.default.removeItem(atPath: canister.folder)
      throw error
    }
  }

  /// Saves a snapshot of the canister, which has been taken up; `module` is the installed one.
  package func save(_ snapshot: Snapshot, module: CanisterFile) throws {
    // What an earlier process may have left in the journal, this one finishes.
    subnet.end(completesState: true)
    guard let record else { throw WorkspaceError.notInstalled(canister.path) }
    try snapshot.save(canister.state, module: module.bytes, version: record.canister.version)
  }

  /// Copies all files of the canister to a new folder.
  package func copy(to folder: String) throws {
    guard try takeLock() else { throw WorkspaceError.notInstalled(canister.path) }
    try SparseCopy.copyFolder(canister.folder, to: folder)
  }

  /// Removes all files of the canister: it is not installed any more.
  package func reset() throws {
    guard try takeLock() else { throw WorkspaceError.notInstalled(canister.path) }
    do {
      try FileManager.default.removeItem(atPath: canister.folder)
    } catch {
      throw WorkspaceError.notRemoved(canister.folder, reason: error.localizedDescription)
    }
  }

  /// Makes a record that can't be read anew, of what the state knows: all but the log; and goes on
  /// with a state that is damaged, as the session's options say.
  package func repair() throws {
    guard try takeLock() else { throw WorkspaceError.notInstalled(canister.path) }
    do {
      _ = try canister.record()
    } catch {
      let committed = try canister.state.committed()
      guard case .module(let hash) = committed.owner else { throw error }
      // Nobody knows on which kind of subnet it was: only one may have the limits that it needs.
      let isOrdinary = (try? canister.code(moduleHash: hash, on: .application)) != nil
      let kind: SubnetKind = isOrdinary ? .application : .benchmarking
      guard let file = try canister.code(moduleHash: hash, on: kind) else { throw error }
      try create(with: file, version: committed.version, on: kind)
    }
    _ = try resumeInstalled()
  }

  /// Makes the canister of a state that is there already.
  private func create(
    with file: CanisterFile, version: UInt64, on kind: SubnetKind = .application
  ) throws {
    var canister = newCanister()
    canister.version = version
    record = CanisterRecord(file, canister)
    record?.subnetKind = kind
    try commit()
  }
}
