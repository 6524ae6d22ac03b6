import Candid
import JSON
import Subnet

/// A call as clients send it.
struct InstanceCall: Sendable {
  let message: IngressMessage
  let destination: Destination

  /// The canister that a call is about, which determines the subnet.
  enum Destination: Equatable, Sendable {
    /// The call itself tells.
    case unsaid
    case canister(Principal)
    case subnet(Principal)
  }

  init(_ message: IngressMessage, to destination: Destination) {
    self.message = message
    self.destination = destination
  }

  /// The content of a request's body.
  init(_ json: JSONValue) throws(ProtocolError) {
    message = IngressMessage(
      sender: try json.principal("sender", else: .badSender), canister: try json.canister(),
      method: try json.string("method"), argument: try json.bytes("payload"))
    destination = try Destination(json["effective_principal"] ?? .string("None"))
  }
}

extension InstanceCall.Destination {
  init(_ json: JSONValue) throws(ProtocolError) {
    if json["CanisterId"] != nil {
      self = .canister(try json.principal("CanisterId", else: .badEffectiveCanisterID))
    } else if json["SubnetId"] != nil {
      self = .subnet(try json.principal("SubnetId", else: .badSubnetID))
    } else if json == .string("None") || json == .null {
      self = .unsaid
    } else {
      throw .otherKind(
        member: "effective_principal", expected: "`None`, `CanisterId` or `SubnetId`")
    }
  }
}
