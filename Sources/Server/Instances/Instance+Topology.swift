import Candid
import Foundation
import JSON
import Subnet
import SubnetHost

/// Subnets.
extension Instance {
  /// The subnets, as clients get them.
  var topologyJSON: JSONValue { JSONValue(topology) }

  /// The public key of a subnet, in DER.
  func publicKey(of subnet: Principal) throws(ProtocolError) -> [UInt8] {
    try member(subnet).publicKey
  }

  private func member(_ subnet: Principal) throws(ProtocolError) -> NetworkTopology.Member {
    guard let member = topology.subnets.first(where: { $0.settings.id == subnet }) else {
      throw .subnetNotFound(subnet)
    }
    return member
  }

  /// Deletes a subnet with all that it has, unless the instance needs it.
  func deleteSubnet(_ id: Principal) async throws(ProtocolError) {
    let member = try member(id)
    if topology.subnets.first == member { throw .subnetNotDeleted(id, why: .isRoot) }
    if member.role.publicID != nil { throw .subnetNotDeleted(id, why: .isNamed) }
    if topology.defaultEffectiveCanister.flatMap({ topology.subnet(of: $0) }) == id {
      throw .subnetNotDeleted(id, why: .isDefault)
    }
    topology.remove(id)
    do {
      try await network.removeSubnet(id)
    } catch {
      throw ProtocolError(trouble: error)
    }
    try? FileManager.default.removeItem(atPath: folder.folder(of: member.settings))
  }

  /// A page for people.
  var dashboard: String {
    let rows = topology.subnets.map { member in
      "<tr><td>\(member.settings.id)</td><td>\(member.role.rawValue)</td></tr>"
    }
    return """
      <!DOCTYPE html><html><head><title>PocketIC Dashboard</title></head><body>
      <h1>PocketIC Dashboard</h1><table>\(rows.joined())</table></body></html>
      """
  }
}
