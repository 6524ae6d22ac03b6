import Bytes
import Candid
import JSON

/// Reads the members of requests, with the protocol's errors for invalid ones.
extension JSONValue {
  /// A body; one without bytes says as much as `null`.
  init(body: [UInt8]) throws(ProtocolError) {
    if body.isEmpty {
      self = .null
      return
    }
    do {
      self = try JSONParser.parse(body)
    } catch {
      throw .notJSON(error)
    }
  }

  /// A member that may be absent, which is the same as `null`.
  func optional(_ name: String) -> JSONValue? {
    guard let value = self[name], value != .null else { return nil }
    return value
  }

  /// A member that has to be there.
  func required(_ name: String) throws(ProtocolError) -> JSONValue {
    guard let value = self[name] else { throw .missingMember(name) }
    return value
  }

  func string(_ name: String) throws(ProtocolError) -> String {
    guard case .string(let text) = try required(name) else {
      throw .otherKind(member: name, expected: "a string")
    }
    return text
  }

  func number(_ name: String) throws(ProtocolError) -> UInt128 {
    guard case .integer(let number) = try required(name) else {
      throw .otherKind(member: name, expected: "a whole number")
    }
    return number
  }

  /// A number of at most 2^64 - 1.
  func smallNumber(_ name: String) throws(ProtocolError) -> UInt64 {
    guard let number = UInt64(exactly: try number(name)) else {
      throw .otherKind(member: name, expected: "a number of 64 bits")
    }
    return number
  }

  func bool(_ name: String) throws(ProtocolError) -> Bool {
    guard case .bool(let value) = try required(name) else {
      throw .otherKind(member: name, expected: "true or false")
    }
    return value
  }

  func elements(_ name: String) throws(ProtocolError) -> [JSONValue] {
    guard case .array(let elements) = try required(name) else {
      throw .otherKind(member: name, expected: "an array")
    }
    return elements
  }

  /// Bytes, which are in Base64.
  func bytes(_ name: String) throws(ProtocolError) -> [UInt8] {
    guard let bytes = Base64.decode(try string(name)) else {
      throw .otherKind(member: name, expected: "Base64")
    }
    return bytes
  }

  /// A principal, whose bytes are in Base64.
  func principal(_ name: String, else error: ProtocolError) throws(ProtocolError) -> Principal {
    guard let bytes = Base64.decode(try string(name)), let principal = Principal(bytes: bytes)
    else { throw error }
    return principal
  }

  /// The canister that a request is about, a member of its own.
  func canister() throws(ProtocolError) -> Principal {
    try principal("canister_id", else: .badCanisterID)
  }

  /// Bytes in Base64.
  static func bytes(_ bytes: [UInt8]) -> JSONValue { .string(Base64.encode(bytes)) }

  static func number(_ number: some BinaryInteger) -> JSONValue { .integer(UInt128(number)) }

  static func canister(_ id: Principal) -> JSONValue { ["canister_id": .bytes(id.bytes)] }

  static func principal(_ id: Principal) -> JSONValue { ["principal_id": .bytes(id.bytes)] }
}
