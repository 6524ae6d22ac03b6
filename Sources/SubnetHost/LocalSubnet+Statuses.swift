package import Candid
package import CanisterProcess
import Subnet

/// Looking at what canisters keep.
extension LocalSubnet {
  /// The committed state of each canister that has code.
  package func statuses() throws(SubnetError) -> [Principal: InstanceStatus] {
    var statuses: [Principal: InstanceStatus] = [:]
    for (id, canister) in state.canisters where canister.code != nil {
      statuses[id] = try status(of: id, in: try process(of: id))
    }
    return statuses
  }

  /// The committed state of a canister, as its process tells it.
  func status(
    of id: Principal, in process: RunningCanister
  ) throws(SubnetError) -> InstanceStatus {
    do throws(ConnectionError) {
      guard case .status(let status) = try process.connection.respond(to: .status) else {
        throw .unexpectedResponse(expected: "a status")
      }
      return status
    } catch {
      throw .canisterLost(id, during: "a look at its state", error)
    }
  }
}
