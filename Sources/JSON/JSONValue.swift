/// A value in JSON (RFC 8259).
///
/// The front door of this target. `JSONParser` makes one of bytes, `text` makes bytes of one.
package enum JSONValue: Equatable, Sendable {
  case null
  case bool(Bool)
  /// A whole number that is not negative, without a point or an exponent.
  case integer(UInt128)
  /// Any other number, as it was written.
  case otherNumber(String)
  case string(String)
  case array([JSONValue])
  /// The members of an object in the order in which they are written; no name comes twice.
  case object([JSONMember])

  /// The member of an object by its name; nil if there is none, or if this is no object.
  package subscript(name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }
}

/// A member of an object.
package struct JSONMember: Equatable, Sendable {
  package let name: String
  package let value: JSONValue

  package init(name: String, value: JSONValue) {
    self.name = name
    self.value = value
  }
}

extension JSONValue: ExpressibleByDictionaryLiteral {
  /// An object with these members, in this order.
  package init(dictionaryLiteral members: (String, JSONValue)...) {
    self = .object(members.map { JSONMember(name: $0.0, value: $0.1) })
  }
}
