import Candid
import Executions

/// What is checked of a canister's call of the management canister before it leaves the canister.
extension ManagementCanister {
  /// Why a call is rejected at once, or nil.
  ///
  /// The sender has this version while it makes the call; a call that tells its version must tell
  /// the right one (Interface Specification, "Canister version").
  static func refusalToSend(
    _ call: OutgoingCall, senderVersion: UInt64, isFromRoot: Bool
  ) -> Rejection? {
    do throws(UserError) {
      guard let method = method(named: call.method) else {
        throw .noManagementMethod(call.method)
      }
      if method.tellsSenderVersion,
        let version = try method.decode(call.payload)["sender_canister_version"].content?.number,
        version != senderVersion
      {
        throw .otherSenderVersion(version, actual: senderVersion)
      }
      guard call.callee == .management else { return isFromRoot ? nil : .addressedBySubnet(call) }
      return routingRefusal(of: call, method)
    } catch {
      return Rejection(code: .canisterError, message: error.text)
    }
  }

  /// Why the subnet that has to answer a call is not known, or nil.
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

extension Rejection {
  /// A call of the management canister that reaches no subnet.
  static func unroutable(_ method: String, _ reason: String) -> Rejection {
    Rejection(
      code: .destinationInvalid,
      message: "Unable to route management canister request \(method): \(reason)")
  }

  /// Only canisters of the root subnet may call the management canister by the id of a subnet.
  static func addressedBySubnet(_ call: OutgoingCall) -> Rejection {
    unroutable(call.method, "AlreadyResolved(\(call.callee))")
  }

  /// No subnet has the canister that a call is about, by its id.
  static func noSubnet(of canister: Principal, for call: OutgoingCall) -> Rejection {
    let name = ManagementCanister.method(named: call.method)?.nameInRust ?? ""
    return unroutable(call.method, "SubnetNotFound(CanisterId(\(canister)), \(name))")
  }
}

extension ManagementMethod {
  /// How replicas show the method when they can't route a call of it: some are shown as another one
  /// that has the same argument.
  fileprivate static var nameInRust: String {
    let alike: [any ManagementMethod.Type] = [
      CanisterStatus.self, StartCanister.self, StopCanister.self, DeleteCanister.self,
    ]
    let shown = alike.contains { $0 == self } ? DepositCycles.name : name
    return shown.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }

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
