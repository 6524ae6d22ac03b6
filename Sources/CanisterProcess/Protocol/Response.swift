package import Executions

/// What the process of a canister answers (`runtime/README.md`, "Serve protocol").
package enum Response: Equatable, Sendable {
  /// How an execution ended, and how many of its calls come in responses of their own.
  case outcome(Outcome, followingCalls: Int = 0)
  case done
  case status(InstanceStatus)
  case failure(String)
  /// More calls of the outcome before.
  case calls([OutgoingCall])

  /// Decodes a frame's content.
  package init(frame: [UInt8]) throws(WireError) {
    var reader = WireReader(frame)
    switch try reader.integer(as: UInt8.self) {
    case 1:
      let outcome = try Outcome(from: &reader)
      self = .outcome(outcome, followingCalls: Int(try reader.integer(as: UInt32.self)))
    case 2: self = .done
    case 3: self = .status(try InstanceStatus(from: &reader))
    case 4: self = .failure(try reader.text())
    case 5: self = .calls(try reader.calls())
    case let other: throw WireError(.unknownValue(other, of: "response"), at: 0)
    }
    try reader.end()
  }
}
