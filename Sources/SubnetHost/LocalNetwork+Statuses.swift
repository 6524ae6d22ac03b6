package import Candid
package import CanisterProcess
import Subnet

/// Looking at what canisters keep.
extension LocalNetwork {
  /// The committed state of each canister that has code, on all subnets.
  package func statuses() throws(SubnetError) -> [Principal: InstanceStatus] {
    var statuses: [Principal: InstanceStatus] = [:]
    for (subnet, state) in network.subnets {
      for (id, canister) in state.canisters where canister.code != nil {
        statuses[id] = try hosted(id, of: subnet).status()
      }
    }
    return statuses
  }
}
