import Admission
import Candid
package import CanisterProcess
import Files
import Foundation
import Subnet
import SubnetHost

/// What is done to the files of canisters, and of networks, as a whole.
extension NetworkSession {
  /// Installs a canister from a snapshot: its module and its state.
  package func restore(_ snapshot: Snapshot, as target: CanisterTarget) throws {
    // Taking a snapshot must not run a program.
    let bytes = try snapshot.module()
    _ = try CanisterFile.admit(bytes, path: snapshot.modulePath)
    let file = try CanisterFile(bytes, path: snapshot.modulePath)
    let code = try code(file)
    _ = try open(naming: target)
    let known = record.id(of: target)
    if let known, record.network.canister(known)?.code != nil {
      throw WorkspaceError.installedAlready(target.text)
    }
    try folder.keep(file)
    let id = try known ?? create(target, from: file)
    do {
      try host.adopt(id, state(of: id, from: snapshot, code))
      guard try host.start(id).isInstalled else {
        throw WorkspaceError.snapshotOfOtherModule(snapshot.path)
      }
      try commit()
    } catch {
      try forget(id)
      try commit()
      folder.dropCopies(but: record.codes)
      throw error
    }
  }

  /// What is known of a canister whose state a snapshot has, and now the network.
  private func state(
    of id: Principal, from snapshot: Snapshot, _ code: CanisterCode
  ) throws -> CanisterState {
    host.provide(code)
    var canister = host.canister(id) ?? newCanister(id)
    try folder.noteUse(of: id)
    canister.version = try snapshot.restore(
      in: folder.state(of: id),
      moduleHash: CanisterFile.moduleHash(code.description.identity))
    canister.code = code.description
    let state = try folder.state(of: id).committed()
    canister.globalTimer = state.globalTimer == 0 ? nil : state.globalTimer
    canister.noteHeap(pages: state.heapPages)
    canister.stablePages = state.stablePages
    canister.certifiedData = state.certifiedData
    return canister
  }

  /// A canister that the sender makes.
  private func newCanister(_ id: Principal) -> CanisterState {
    CanisterState(
      controllers: [options.sender, id], cycleBalance: SubnetState.initialCycleBalance)
  }

  /// Saves a snapshot of a canister; `module` is the installed one.
  package func save(
    _ snapshot: Snapshot, of canister: InstalledCanister, module: CanisterFile
  ) throws {
    // What an earlier process may have left in the journal, this one finishes.
    try host.start(canister.id)
    host.end(completesState: true)
    let version = host.version(of: canister.id)
    try snapshot.save(folder.state(of: canister.id), module: module.bytes, version: version)
  }

  /// Copies all files of the network to a new folder.
  package func copy(to path: String) throws {
    try SparseCopy.copyFolder(folder.path, to: path)
  }

  /// Removes all files of the network.
  package func reset() throws {
    guard try takeLock() else { throw WorkspaceError.noNetwork(folder.path) }
    do {
      try FileManager.default.removeItem(atPath: folder.path)
    } catch {
      throw WorkspaceError.notRemoved(folder.path, reason: error.localizedDescription)
    }
  }

  /// Removes all of a canister, and the network with its last canister.
  package func reset(_ target: CanisterTarget) throws {
    guard try open(naming: target), let id = record.id(of: target) else {
      throw WorkspaceError.notInstalled(target.text, names: record.names)
    }
    guard record.network.canisterIDs.count > 1 else { return try reset() }
    // As the canister's controller would: calls that wait for it are rejected.
    host.sender = record.network.canister(id)?.controllers.first ?? options.sender
    note(try host.uninstall(id))
    try forget(id)
    try commit()
  }

  /// Rebuilds a record that can't be read, from what the states have: all but logs and cycles; and
  /// goes on with a state that is damaged, as the session's options say.
  package func repair(_ target: CanisterTarget) throws {
    guard try takeLock() else { throw WorkspaceError.noNetwork(folder.path) }
    do {
      _ = try folder.record()
    } catch {
      guard let record = try recordOfStates(naming: target) else { throw error }
      try folder.write(record)
    }
    let canister = try installed(target)
    try host.start(canister.id)
    host.end(completesState: true)
  }

  /// A record of what the states know; nil if they know of no canister.
  ///
  /// The only one gets the name that the user has for it, else the one with the code in the file
  /// that is named.
  private func recordOfStates(naming target: CanisterTarget) throws -> NetworkRecord? {
    record = NetworkRecord()
    let names = try? FileManager.default.contentsOfDirectory(atPath: folder.states.path)
    for name in names ?? [] {
      guard let id = try? Principal(text: name), id.description == name,
        case .module(let hash) = try folder.state(of: id).committed().owner
      else { continue }
      // The kind of its subnet is not known: only one may have the limits that are needed.
      if (try? describe(moduleHash: hash)) == nil {
        record.configure { $0.kind = .benchmarking }
      }
      var canister = newCanister(id)
      canister.code = try describe(moduleHash: hash)
      record.adopt(id, canister)
    }
    let hash = (try? InputFile.read(target.text)).flatMap { bytes in
      try? CanisterFile(bytes, path: target.text).description.moduleHash
    }
    let canisters = record.firstSubnet.canisters
    let named = canisters.first { _, canister in
      canisters.count == 1 || canister.code.map { CanisterFile.moduleHash($0.identity) } == hash
    }
    if target.id == nil, let id = named?.key { record.labels[id] = .init(name: target.name) }
    return canisters.isEmpty ? nil : record
  }
}
