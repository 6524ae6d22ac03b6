import Executions
import Candid

/// Whether requests of canisters reach those that they call.
extension SubnetState {
  /// How many ids a subnet of the network is given at once: its ranges begin at multiples of this.
  private static let idsPerRange: UInt64 = 1 << 20

  /// Why a request from a canister is rejected before the callee sees it, or nil.
  ///
  /// In the words of the network, which have no error code before them. The ids of this subnet are
  /// the ranges in which it has canisters, and the one from which it takes new ids.
  func refusalToDeliver(to callee: Principal) -> Rejection? {
    guard let canister = canisters[callee] else {
      return Rejection(
        code: .destinationInvalid,
        message: isOfThisSubnet(callee)
          ? "Canister \(callee) not found" : "No route to canister \(callee)")
    }
    switch canister.status {
    case .running: return nil
    case .stopping:
      return Rejection(code: .canisterError, message: "Canister \(callee) is stopping")
    case .stopped:
      return Rejection(code: .canisterError, message: "Canister \(callee) is stopped")
    }
  }

  private func isOfThisSubnet(_ id: Principal) -> Bool {
    guard let range = id.canisterIndex.map({ $0 / Self.idsPerRange }) else { return false }
    return range == 0
      || canisters.keys.contains { $0.canisterIndex.map { $0 / Self.idsPerRange } == range }
  }
}
