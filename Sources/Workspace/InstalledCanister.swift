package import Admission
package import Candid
package import Subnet

/// A canister of a network that has code.
package struct InstalledCanister: Sendable {
  package let id: Principal
  /// The code; its path is what the user named, or that from which it was installed.
  package let file: CanisterFile
  /// The file with the interface that the canister was installed with, if one was named.
  package let interfacePath: String?
}

/// What is known of a canister without opening its state.
package struct KnownCanister: Sendable {
  package let id: Principal
  /// Its name for users.
  package let name: String?
  /// All but the memories.
  package let state: CanisterState
  package let subnetKind: SubnetKind
}

extension NetworkFolder {
  /// What is known of a canister, even while another command uses the network.
  package func known(_ target: CanisterTarget) throws -> KnownCanister {
    if !hasNetwork { try refuseEarlierVersion(target.name) }
    guard let record = try current(naming: target), let id = record.id(of: target),
      let state = record.network.canister(id)
    else {
      throw WorkspaceError.notInstalled(target.text, names: (try? self.record())?.names ?? [])
    }
    return KnownCanister(
      id: id, name: record.labels[id]?.name, state: state,
      subnetKind: record.kind(of: id))
  }
}
