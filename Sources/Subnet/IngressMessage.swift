import Bytes
package import Candid

/// A call from outside as it travels (Interface Specification, "HTTPS interface"): it is not sent
/// here, but networks bound how long it may be.
package struct IngressMessage: Codable, Equatable, Sendable {
  package var sender: Principal
  package var canister: Principal
  package var method: String
  package var argument: [UInt8]

  package init(sender: Principal, canister: Principal, method: String, argument: [UInt8]) {
    self.sender = sender
    self.canister = canister
    self.method = method
    self.argument = argument
  }

  /// A message that is to be executed, and the number by which its answer is known.
  struct Accepted: Codable, Equatable, Sendable {
    let message: IngressMessage
    let number: MessageNumber
  }

  /// The size of the message in CBOR, in bytes, as agents send it: with a nonce of 16 bytes, but
  /// without the signature, of which a subnet on one machine knows nothing.
  var sizeBytes: Int {
    let content = [
      Self.text("request_type") + Self.text("call"),
      Self.text("nonce") + Self.bytes(16),
      Self.text("ingress_expiry") + 9,
      Self.text("sender") + Self.bytes(sender.bytes.count),
      Self.text("canister_id") + Self.bytes(canister.bytes.count),
      Self.text("method_name") + Self.text(method),
      Self.text("arg") + Self.bytes(argument.count),
    ].reduce(0, +)
    let tagAndMaps = 3 + 1 + 1
    return tagAndMaps + Self.text("content") + content
  }

  private static func text(_ text: String) -> Int { bytes(text.utf8.count) }

  /// So many bytes and, before them, their number.
  private static func bytes(_ count: Int) -> Int {
    let headBytes =
      switch count {
      case ..<24: 1
      case ...0xFF: 2
      case ...0xFFFF: 3
      case ...0xFFFF_FFFF: 5
      default: 9
      }
    return headBytes + count
  }
}
