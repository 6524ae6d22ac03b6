import Candid
import Executions

/// What is found out of a canister's call of the management canister before it leaves the canister.
extension ManagementCanister {
  /// Why a call is rejected at once, or nil.
  ///
  /// The sender has this version while it makes the call; a call that tells its version must tell
  /// the right one (Interface Specification, "Canister version").
  static func refusalToSend(_ call: OutgoingCall, senderVersion: UInt64) -> Rejection? {
    do throws(UserError) {
      guard let method = method(named: call.method) else {
        throw .noManagementMethod(call.method)
      }
      guard method.tellsSenderVersion else { return routingRefusal(of: call, method) }
      let argument = try method.decode(call.payload)
      if let version = argument["sender_canister_version"].content?.number,
        version != senderVersion
      {
        throw .otherSenderVersion(version, actual: senderVersion)
      }
      return nil
    } catch {
      return Rejection(code: .canisterError, message: error.text)
    }
  }

  /// Why it can't be told which subnet has to answer a call, or nil.
  private static func routingRefusal(
    of call: OutgoingCall, _ method: any ManagementMethod.Type
  ) -> Rejection? {
    guard method.target != nil else { return nil }
    do {
      _ = try method.decode(call.payload)
      return nil
    } catch {
      return .unroutable(call.method, error.payloadErrorInRust)
    }
  }
}

extension ManagementMethod {
  /// Whether the argument has a field for the version of the canister that calls.
  fileprivate static var tellsSenderVersion: Bool {
    let interface = ManagementInterface.interface
    guard let type = interface.method(named: name)?.type.arguments.first,
      case .record(let fields) = interface.types.resolve(type)
    else { return false }
    let label = FieldLabel(name: "sender_canister_version")
    return fields.contains { $0.label.id == label.id }
  }
}
