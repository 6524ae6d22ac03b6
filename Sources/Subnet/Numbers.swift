/// Numbers that a subnet gives out: each is given once.
protocol SubnetNumber: Codable, CodingKeyRepresentable, Comparable, Hashable, Sendable {
  var value: UInt64 { get }
  init(value: UInt64)
}

extension SubnetNumber {
  package static func < (left: Self, right: Self) -> Bool { left.value < right.value }

  /// In JSON it is a plain number, and a key where it is one.
  package init(from decoder: any Decoder) throws {
    self.init(value: try decoder.singleValueContainer().decode(UInt64.self))
  }

  /// Encodes the plain number.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(value)
  }

  package init?(codingKey: some CodingKey) {
    guard let value = UInt64(codingKey.stringValue) else { return nil }
    self.init(value: value)
  }

  package var codingKey: any CodingKey { NumberKey(value: value) }
}

private struct NumberKey: CodingKey {
  let value: UInt64
  var stringValue: String { String(value) }
  var intValue: Int? { nil }

  init(value: UInt64) { self.value = value }

  init?(stringValue: String) {
    guard let value = UInt64(stringValue) else { return nil }
    self.value = value
  }

  init?(intValue: Int) { nil }
}

/// The number of a call context.
struct ContextNumber: SubnetNumber {
  let value: UInt64
}

/// The number of a call between canisters that is not answered yet.
struct CallNumber: SubnetNumber {
  let value: UInt64
}

/// The number of a request by a subnet to its host.
package struct RequestNumber: SubnetNumber {
  package let value: UInt64

  package init(value: UInt64) { self.value = value }
}

/// The number of a message from outside, which its sender chooses.
package struct MessageNumber: SubnetNumber {
  package let value: UInt64

  package init(value: UInt64) { self.value = value }
}
