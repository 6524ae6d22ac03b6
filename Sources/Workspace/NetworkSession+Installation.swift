import Admission
import Candid
import CanisterProcess
package import Subnet
import SubnetHost
import Foundation

/// Code coming to a canister.
extension NetworkSession {
  /// Code that is about to be installed, and how.
  package struct Installation {
    package var file: CanisterFile
    /// Nil to install a new canister, and to upgrade one that exists.
    package var mode: InstallationMode?
    package var argument: [UInt8]
    package var skipsPreUpgrade = false
    /// Whether an upgrade keeps the heap; nil to do what the installed code asks for.
    package var keepsHeap: Bool?
    /// Whether what the passing time brings comes before an upgrade.
    package var runsTasks = true
    /// The file with the code's interface, if one was named.
    package var interfacePath: String?

    package init(file: CanisterFile, mode: InstallationMode?, argument: [UInt8]) {
      self.file = file
      self.mode = mode
      self.argument = argument
    }
  }

  /// Installs code for the canister that the user names, which is made unless it is there; if that
  /// fails, all is as it was before.
  package func install(
    _ installation: Installation, for target: CanisterTarget, changing change: Change
  ) throws {
    let file = installation.file
    // The options are about the new code, not about the old one.
    try check(file)
    let code = try code(file)
    _ = try open(naming: target)
    try folder.keep(file)
    let known = record.id(of: target)
    // Should this process end before the state is there, the canister is there without code.
    let id = try known ?? create(target, from: file)
    let old = host.canister(id)?.code
    if let old { try prepare(old.identity, of: id) }
    if old != nil && installation.runsTasks { try passTime() }
    // What has passed is over: the installation itself brings nothing about.
    try setSystemTasks(false)
    do {
      try apply(change, to: id)
      let report = try host.install(
        code, on: id, mode: installation.mode ?? (old == nil ? .install : .upgrade),
        argument: installation.argument, options: installation.upgradeOptions(from: old))
      note(report)
      _ = try report.reply
    } catch {
      if known == nil { try forget(id) }
      try commit()
      folder.dropCopies(but: record.codes)
      throw error
    }
    record.labels[id]?.codePath = URL(fileURLWithPath: file.path).path
    record.labels[id]?.interfacePath = installation.interfacePath
    try commit()
  }

  /// Makes the canister that a user names, without code and state as yet.
  func create(_ target: CanisterTarget, from file: CanisterFile) throws -> Principal {
    let id: Principal
    if let named = target.id {
      guard named.canisterIndex != nil else { throw WorkspaceError.noCanisterID(target.text) }
      id = named
      try host.createCanister(id: id)
    } else {
      id = try host.createCanister()
    }
    try label(id, target.id == nil ? target.name : CanisterTarget.name(of: file.path))
    return id
  }

  /// Gives a canister a name, unless another one has it, and notes both.
  func label(_ id: Principal, _ name: String) throws {
    if !record.names.contains(name) { record.labels[id] = NetworkRecord.Label(name: name) }
    try commit()
  }

  /// Takes back that a canister was made.
  func forget(_ id: Principal) throws {
    try host.abandon(id)
    folder.state(of: id).remove()
  }
}

extension NetworkSession.Installation {
  /// As dfx and icp do, which look at the code that is there.
  fileprivate func upgradeOptions(from old: CodeDescription?) -> UpgradeOptions {
    UpgradeOptions(
      skipsPreUpgrade: skipsPreUpgrade,
      keepsHeap: keepsHeap ?? (old?.keepsHeap == true ? true : nil))
  }
}
