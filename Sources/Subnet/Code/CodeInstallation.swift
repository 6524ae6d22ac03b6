import Bytes
package import Candid

/// Code that is being installed (Interface Specification, "IC method `install_code`").
package struct CodeInstallation: Codable, Equatable, Sendable {
  package var origin: ChangeOrigin
  package var canister: Principal
  package var mode: InstallationMode
  package var code: CodeDescription
  package var argument: [UInt8]
  package var options: UpgradeOptions

  package init(
    origin: ChangeOrigin, canister: Principal, mode: InstallationMode, code: CodeDescription,
    argument: [UInt8], options: UpgradeOptions = UpgradeOptions()
  ) {
    self.origin = origin
    self.canister = canister
    self.mode = mode
    self.code = code
    self.argument = argument
    self.options = options
  }

  /// The caller of the installation.
  package var sender: Principal { origin.principal }
}

/// The ways in which code comes to a canister.
package enum InstallationMode: String, Codable, Sendable, CaseIterable {
  /// The canister must be empty.
  case install
  /// All that the canister holds is dropped.
  case reinstall
  /// Stable memory stays, and the rest of the state for code that keeps the heap.
  case upgrade
}

/// What an upgrade does other than by default (Interface Specification, "IC method install_code").
package struct UpgradeOptions: Codable, Hashable, Sendable {
  /// Leave `canister_pre_upgrade` of the old code out.
  package var skipsPreUpgrade = false
  /// Keep the heap, or replace it; without a choice it is replaced, unless the old code wants it
  /// kept: then that is an error.
  package var keepsHeap: Bool?

  package init(skipsPreUpgrade: Bool = false, keepsHeap: Bool? = nil) {
    self.skipsPreUpgrade = skipsPreUpgrade
    self.keepsHeap = keepsHeap
  }
}
