package import Candid
package import CanisterProcess
package import Subnet

/// Canisters whose state an earlier host left behind.
extension LocalNetwork {
  /// Makes code known that canisters have already.
  package func provide(_ code: CanisterCode) {
    keep(code)
  }

  /// Takes over what is known of a canister, in place of what was known before.
  package func adopt(_ id: Principal, _ canister: CanisterState) throws(SubnetError) {
    try apply(.subnet(subnet(of: id), .adopt(id, canister)))
  }

  /// Starts the process of a canister that has code, unless it runs, and asks it for its state.
  @discardableResult
  package func start(_ id: Principal) throws(SubnetError) -> InstanceStatus {
    try hosted(id, of: subnet(of: id)).status()
  }

  /// Ends the process of a canister and forgets the canister; its state stays where it is.
  package func abandon(_ id: Principal) throws(SubnetError) {
    canisters.remove(id)
    try apply(.subnet(subnet(of: id), .forget(id)))
  }
}
