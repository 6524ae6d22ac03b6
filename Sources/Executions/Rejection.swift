/// A response that is no reply (Interface Specification, "Reject codes").
package struct Rejection: Codable, Error, Hashable, Sendable {
  package var code: RejectCode
  package var message: String

  package init(code: RejectCode, message: String) {
    self.code = code
    self.message = message
  }
}

/// Who or what is to blame for a rejection.
package enum RejectCode: UInt32, Codable, Sendable {
  case systemFatal = 1
  case systemTransient, destinationInvalid, canisterReject, canisterError, systemUnknown
}
