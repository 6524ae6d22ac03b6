import Admission
import Candid
import Executions

/// Update calls from outside.
extension SubnetState {
  /// Takes an update call in if it is not too large and its canister accepts it.
  mutating func submit(_ message: IngressMessage, as number: MessageNumber) {
    let limitBytes = settings.kind.maximumIngressBytes
    guard message.sizeBytes <= limitBytes else {
      return answer(
        number, .reject(.messageTooLarge(sizeBytes: message.sizeBytes, limitBytes: limitBytes)))
    }
    if let error = refusalToPay(for: message) { return answer(number, .reject(error)) }
    let accepted = IngressMessage.Accepted(message: message, number: number)
    guard message.canister != .management else { return acceptForManagement(accepted) }
    let code: CodeDescription
    switch runningCode(of: message.canister) {
    case .success(let found): code = found
    case .failure(let error): return answer(number, .reject(error))
    }
    guard code.systemMethods.contains(.inspectMessage) else { return accept(accepted) }
    var execution = Execution(
      entry: .inspectMessage, timeNanoseconds: timeNanoseconds, caller: message.sender)
    execution.method = message.method
    execution.argument = message.argument
    execute(execution, on: message.canister) { _ in .inspection(accepted) }
  }

  private mutating func acceptForManagement(_ accepted: IngressMessage.Accepted) {
    let message = accepted.message
    do throws(UserError) {
      _ = try ManagementCanister.accept(
        message.method, message.argument, by: message.sender, of: self)
      accept(accepted)
    } catch {
      answer(accepted.number, .reject(error))
    }
  }

  /// Continues when the canister has accepted a message, or not.
  mutating func finishInspection(
    of accepted: IngressMessage.Accepted, _ result: ExecutionResult
  ) {
    let message = accepted.message
    let outcome =
      switch result {
      case .ended(let outcome): outcome
      case .lost(let reason): Outcome.lost(reason)
      }
    switch visible(outcome, of: message.canister, for: message.sender).result {
    case .error(let error):
      answer(accepted.number, .trap(.executionFailed(message.canister, error)))
    case .noResponse, .reply, .reject:
      guard outcome.acceptsMessage else {
        return answer(accepted.number, .reject(.messageNotAccepted))
      }
      accept(accepted)
    }
  }

  /// Takes a message in that its canister accepts: the next round executes it.
  private mutating func accept(_ accepted: IngressMessage.Accepted) {
    if settings.keepsIngressHistory {
      ingressHistory.receive(accepted.number, from: accepted.message.sender, at: timeNanoseconds)
    }
    ingress.append(accepted)
  }

  mutating func answer(_ number: MessageNumber, _ result: MessageResult) {
    ingressHistory.answer(number, result, at: timeNanoseconds)
    effects.append(.answer(number, result))
  }

  /// The code of a canister, if it exists, runs and has code.
  func runningCode(of id: Principal) -> Result<CodeDescription, UserError> {
    if let error = refusalOfCalls(to: id) { return .failure(error) }
    guard let code = canisters[id]?.code else { return .failure(.noModule(id)) }
    return .success(code)
  }

  /// Why a canister takes no calls, or nil.
  func refusalOfCalls(to id: Principal) -> UserError? {
    guard let canister = canisters[id] else { return .canisterNotFound(id) }
    return canister.status == .running ? nil : .notRunning(id, canister.status)
  }
}
