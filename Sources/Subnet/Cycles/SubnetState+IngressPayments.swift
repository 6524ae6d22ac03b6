import Candid
import Executions

/// What canisters pay for messages from outside.
extension SubnetState {
  /// Why no canister pays for a message, or nil.
  func refusalToPay(for message: IngressMessage) -> UserError? {
    payer(for: message).flatMap { refusalToPay(cost(of: message), from: $0, for: message.sender) }
  }

  /// Has a message paid for that is about to be executed; why it can't be, or nil.
  mutating func charge(for message: IngressMessage) -> UserError? {
    guard let payer = payer(for: message) else { return nil }
    return charge(cost(of: message), to: payer, for: .ingress, caller: message.sender)
  }

  /// Charges for a message that was executed for free, at most what the canister has.
  mutating func chargeAfterwards(for message: IngressMessage) {
    guard ManagementCanister.isFreeAtFirst(message),
      let payer = canister(concerning: message),
      let balance = canisters[payer]?.cycleBalance
    else { return }
    let paid = min(cost(of: message), balance)
    canisters[payer]?.cycleBalance -= paid
    consume(paid, of: payer, for: .ingress)
  }

  private func cost(of message: IngressMessage) -> UInt128 {
    settings.costs.ingress(sizeBytes: message.sizeBytes)
  }

  /// The canister that runs the message's method, or that a management method is about.
  private func payer(for message: IngressMessage) -> Principal? {
    guard message.canister == .management else {
      return canisters[message.canister]?.status == .running ? message.canister : nil
    }
    return ManagementCanister.isFreeAtFirst(message) ? nil : canister(concerning: message)
  }

  private func canister(concerning message: IngressMessage) -> Principal? {
    ManagementCanister.canister(
      concerning: OutgoingCall(
        callee: .management, method: message.method, payload: message.argument))
  }
}

extension ManagementCanister {
  /// The longest `update_settings` that is paid for afterwards.
  private static let freeSettingsBytes = 366

  /// Whether a message is executed before it is paid for: a canister that is frozen by its settings
  /// can be helped by others.
  fileprivate static func isFreeAtFirst(_ message: IngressMessage) -> Bool {
    message.canister == .management && message.method == "update_settings"
      && message.argument.count <= freeSettingsBytes
  }
}
