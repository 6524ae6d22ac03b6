import Candid
import Subnet

/// The record of an instance, beside its subnets' folders.
struct SavedInstance: Codable, Sendable {
  var topology: NetworkTopology
  /// Whether the instance was deleted as it should be, so that all of it is there.
  var isComplete: Bool
}

/// The record of a subnet, beside its canisters' states.
struct SavedSubnet: Codable, Sendable {
  let role: SubnetRole
  var state: SubnetState
  /// How often the states of canisters had been committed.
  var generations: [Principal: UInt64] = [:]
}
