package import CanisterProcess
package import Candid

/// Looking at what canisters keep.
extension Subnet {
  /// The committed state of each canister that has code.
  package func statuses() throws(SubnetError) -> [Principal: InstanceStatus] {
    var statuses: [Principal: InstanceStatus] = [:]
    for canister in canisters.values {
      guard let connection = canister.installation?.process.connection else { continue }
      do throws(ConnectionError) {
        guard case .status(let status) = try connection.respond(to: .status) else {
          throw .unexpectedResponse(expected: "a status")
        }
        statuses[canister.id] = status
      } catch {
        throw .canisterLost(canister.id, during: "a look at its state", error)
      }
    }
    return statuses
  }
}
