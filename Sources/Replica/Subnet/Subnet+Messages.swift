import Executions
package import Candid
import Canister

/// Messages from outside.
extension Subnet {
  /// Executes an update call, or a query as an update, until it is answered.
  package func update(
    _ canister: Principal, method: String, argument: [UInt8]
  ) throws(SubnetError) -> MessageReport {
    try report { () throws(SubnetError) in
      let call = OutgoingCall(callee: canister, method: method, payload: argument)
      let size = IngressMessage(call: call, sender: sender).sizeBytes
      guard size <= kind.maximumIngressBytes else {
        return .reject(.messageTooLarge(sizeBytes: size, limitBytes: kind.maximumIngressBytes))
      }
      if canister != .management, let refusal = try inspect(call) { return refusal }
      try startRound()
      let context = ContextNumber(value: nextNumber())
      try begin(call, context: context, caller: sender, origin: .ingress)
      return try runRounds(untilAnswerOf: context, from: canister)
    }
  }

  /// Executes a query; nothing of it stays.
  package func query(
    _ id: Principal, method: String, argument: [UInt8]
  ) throws(SubnetError) -> MessageReport {
    try report { () throws(SubnetError) in
      let call = OutgoingCall(callee: id, method: method, payload: argument)
      let answer = try answerQuery(call)
      if case .noResponse = answer { return .reject(.queryDidNotReply(id)) }
      return answer.messageResult(from: id)
    }
  }

  /// Asks the canister whether it accepts the call; nil if it does.
  private func inspect(_ call: OutgoingCall) throws(SubnetError) -> MessageResult? {
    let target: Target
    switch find(call.callee) {
    case .success(let found): target = found
    case .failure(let error): return .reject(error)
    }
    guard target.installation.code.systemMethods.contains(.inspectMessage) else { return nil }
    var execution = Execution(
      entry: .inspectMessage, timeNanoseconds: timeNanoseconds, caller: sender)
    execution.method = call.method
    execution.argument = call.payload
    let outcome = try execute(execution, on: target.canister, of: target.installation)
    if case .error(let code, let message) = outcome.result {
      return .trap(.executionFailed(call.callee, code: code, message: message))
    }
    return outcome.acceptsMessage ? nil : .reject(.messageNotAccepted)
  }

  /// A canister that can execute messages.
  struct Target {
    let canister: HostedCanister
    let installation: Installation
  }

  /// The canister with this id, if it exists, runs and has code.
  func find(_ id: Principal) -> Result<Target, UserError> {
    guard let canister = canisters[id] else { return .failure(.canisterNotFound(id)) }
    guard canister.status == .running else { return .failure(.notRunning(id, canister.status)) }
    guard let installation = canister.installation else { return .failure(.noModule(id)) }
    return .success(Target(canister: canister, installation: installation))
  }
}
