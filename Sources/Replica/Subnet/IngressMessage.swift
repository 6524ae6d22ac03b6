import Executions
import Candid

/// A call from outside as it travels (Interface Specification, "HTTPS interface"): nobody sends one
/// here, but networks bound how long it may be.
struct IngressMessage {
  let call: OutgoingCall
  let sender: Principal

  /// The size of the message in CBOR, in bytes, as agents send it: with a nonce of 16 bytes, but
  /// without the signature, of which a subnet on one machine knows nothing.
  var sizeBytes: Int {
    let content = [
      Self.text("request_type") + Self.text("call"),
      Self.text("nonce") + Self.bytes(16),
      Self.text("ingress_expiry") + 9,
      Self.text("sender") + Self.bytes(sender.bytes.count),
      Self.text("canister_id") + Self.bytes(call.callee.bytes.count),
      Self.text("method_name") + Self.text(call.method),
      Self.text("arg") + Self.bytes(call.payload.count),
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
