package import Candid
package import CanisterProcess
import Subnet

/// Looking at what canisters keep.
extension LocalSubnet {
  /// The committed state of each canister that has code.
  package func statuses() throws(SubnetError) -> [Principal: InstanceStatus] {
    var statuses: [Principal: InstanceStatus] = [:]
    for (id, canister) in state.canisters where canister.code != nil {
      statuses[id] = try hosted(id).status()
    }
    return statuses
  }
}
