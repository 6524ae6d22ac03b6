import Candid
import CanisterProcess
import Executions
import Subnet

extension Outcome {
  /// The one canister that may make cycles.
  private static let cyclesMintingCanister = Principal(canisterIndex: 4)

  /// Checks that no cycles come out of nothing: a process may be in the hands of the canister's
  /// code.
  func check(
    against execution: Execution, _ configuration: Configuration
  ) throws(ConnectionError) {
    guard cyclesAccepted <= execution.cycles else {
      throw .implausible("to have accepted more cycles than there were")
    }
    guard cyclesMinted == 0 || configuration.canister == Self.cyclesMintingCanister else {
      throw .implausible("to have minted cycles")
    }
    let (income, _) = cyclesAccepted.addingReportingOverflow(cyclesMinted)
    let (total, overflows) = configuration.cycleBalance.addingReportingOverflow(income)
    var cyclesLeft = overflows ? .max : total
    guard cyclesBurned <= cyclesLeft else {
      throw .implausible("to have burned more cycles than there were")
    }
    cyclesLeft -= cyclesBurned
    for call in calls {
      let price = configuration.price(of: call, in: execution)
      guard call.cycles <= cyclesLeft, price <= cyclesLeft - call.cycles else {
        throw .implausible("to have sent more cycles than there were")
      }
      cyclesLeft -= call.cycles + price
    }
  }
}

extension Configuration {
  /// What a call costs with its callback, which is nothing for composite queries.
  fileprivate func price(of call: OutgoingCall, in execution: Execution) -> UInt128 {
    if execution.isComposite || execution.entry == .compositeQuery { return 0 }
    return CycleCosts(nodeCount: nodeCount, isFree: isFree).call(call) + callbackPrepayment
  }
}
