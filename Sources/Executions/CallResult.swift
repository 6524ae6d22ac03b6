import Bytes

/// What a call between canisters came to.
package enum CallResult: Codable, Equatable, Sendable {
  case reply([UInt8])
  case reject(Rejection)
}
