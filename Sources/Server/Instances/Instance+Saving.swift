import CanisterProcess
import Subnet
import SubnetHost

/// Keeping an instance for later ones.
extension Instance {
  /// Notes all that has happened in the instance's folder, if it is one that is kept.
  func save(isComplete: Bool = false) async throws(ProtocolError) {
    guard folder.isKept else { return }
    let (folder, topology) = (folder, topology)
    try await use { subnet in
      for member in topology.subnets {
        guard let state = subnet.network.subnets[member.settings.id] else { continue }
        try folder.save(SavedSubnet(role: member.role, state: state)) { subnet.module($0) }
      }
      try folder.save(SavedInstance(topology: topology, isComplete: isComplete))
    }
  }
}
