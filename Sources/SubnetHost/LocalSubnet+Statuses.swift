package import CanisterProcess
package import Candid

/// Looking at what canisters keep.
extension LocalSubnet {
  /// The committed state of each canister that has code.
  package func statuses() throws(SubnetError) -> [Principal: InstanceStatus] {
    var statuses: [Principal: InstanceStatus] = [:]
    for (id, process) in processes {
      do throws(ConnectionError) {
        guard case .status(let status) = try process.connection.respond(to: .status) else {
          throw .unexpectedResponse(expected: "a status")
        }
        statuses[id] = status
      } catch {
        throw .canisterLost(id, during: "a look at its state", error)
      }
    }
    return statuses
  }
}
