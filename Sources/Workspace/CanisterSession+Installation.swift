import Admission
package import Subnet
import SubnetHost

/// Code coming to a canister.
extension CanisterSession {
  /// Code that is about to be installed, and how.
  package struct Installation {
    package var file: CanisterFile
    /// Nil to install what is not there, and to upgrade what is.
    package var mode: InstallationMode?
    package var argument: [UInt8]
    package var skipsPreUpgrade = false
    /// Whether an upgrade keeps the heap; nil for what the code asks for that is there.
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

  /// Installs code; if that fails, all is as it was before.
  package func install(_ installation: Installation, changing change: Change) throws {
    let file = installation.file
    // The options are about the new code, whatever the old one is.
    try check(file)
    let code = try code(file)
    let old = try resume()
    try canister.keep(file)
    if old == nil {
      // Should this process end before the state is there, `resume` takes it back.
      try create(with: file)
    } else if installation.runsTasks {
      try passTime()
    }
    // What has passed is over: the installation itself brings nothing about.
    try subnet.configure { $0.runsSystemTasks = false }
    try apply(change)
    let report = try subnet.install(
      code, on: InstalledCanister.id,
      mode: installation.mode ?? (old == nil ? .install : .upgrade),
      argument: installation.argument, options: installation.upgradeOptions(from: old))
    note(report)
    do {
      _ = try report.reply
      record?.change(to: file)
      record?.interfacePath = installation.interfacePath
      try commit()
      canister.dropCopies(but: file.name)
    } catch let error as MessageFailure {
      if old != nil { try commit() } else { canister.removeRecord() }
      canister.dropCopies(but: old?.name)
      throw error
    }
  }

  /// Makes the canister, without code and state as yet.
  private func create(with file: CanisterFile) throws {
    try subnet.createCanister(id: InstalledCanister.id)
    record = CanisterRecord(file, newCanister())
    try commit()
  }

  /// A canister that the sender makes.
  func newCanister() -> CanisterState {
    CanisterState(
      controllers: [options.sender, InstalledCanister.id],
      cycleBalance: SubnetState.initialCycleBalance)
  }
}

extension CanisterSession.Installation {
  /// As dfx and icp do, which look at the code that is there.
  fileprivate func upgradeOptions(from old: CanisterFile?) -> UpgradeOptions {
    let isKept = old?.description.metadata.hasEnhancedOrthogonalPersistence ?? false
    return UpgradeOptions(
      skipsPreUpgrade: skipsPreUpgrade, keepsHeap: keepsHeap ?? (isKept ? true : nil))
  }
}
