package import WebAssembly

/// The expected value of a result.
package enum ValuePattern: Hashable, Sendable {
  /// A number is one lane of its width.
  case lanes(ValueType, width: Int, [LanePattern])
  /// A null reference, of a certain type or of any.
  case null(ValueType?)
  /// Any reference that is not null.
  case reference(ValueType)
  case external(UInt32)
  /// Where the specification leaves engines a choice.
  case either([ValuePattern])
  /// A value of a type that is not supported here.
  case unsupported(String)
}

/// The expected value of a lane.
package enum LanePattern: Hashable, Sendable {
  case bits(UInt64)
  /// A NaN of either sign of whose payload only the highest bit is set.
  case canonicalNaN
  /// A NaN of whose payload the highest bit is set.
  case arithmeticNaN
}

extension ValuePattern {
  /// Whether the value is as expected.
  package func matches(_ value: SpecValue) -> Bool {
    switch (self, value) {
    case (.lanes(let type, let width, let lanes), .number(let found, let bits)):
      type == found
        && lanes.indices.allSatisfy { lanes[$0].matches(bits.lane($0, width: width), width: width) }
    case (.null(let expected), .null(let type)): expected == nil || expected == type
    case (.reference(.funcref), .function): true
    case (.reference(.externref), .external): true
    case (.external(let expected), .external(let number)): expected == number
    case (.either(let patterns), _): patterns.contains { $0.matches(value) }
    default: false
    }
  }
}

extension LanePattern {
  func matches(_ lane: UInt64, width: Int) -> Bool {
    // The exponent and the highest bit of the payload.
    let quiet: UInt64 = width == 32 ? 0x7FC0_0000 : 0x7FF8_0000_0000_0000
    let sign: UInt64 = 1 << UInt64(width - 1)
    return switch self {
    case .bits(let bits): lane == bits
    case .canonicalNaN: lane & ~sign == quiet
    case .arithmeticNaN: lane & quiet == quiet
    }
  }
}

extension V128 {
  /// The bits of a lane of this width.
  func lane(_ index: Int, width: Int) -> UInt64 {
    let position = index * width
    let word = (position < 64 ? low : high) >> UInt64(position % 64)
    return width == 64 ? word : word & (1 << UInt64(width) - 1)
  }

  /// A vector of lanes of this width.
  init(lanes: [UInt64], width: Int) {
    self.init(low: 0, high: 0)
    for (index, lane) in lanes.enumerated() {
      let position = index * width
      if position < 64 {
        low |= lane << UInt64(position)
      } else {
        high |= lane << UInt64(position - 64)
      }
    }
  }
}

extension ValuePattern: CustomStringConvertible {
  package var description: String {
    switch self {
    case .lanes(let type, let width, let lanes):
      "\(type):" + lanes.map { "\($0)" }.joined(separator: " ")
        + (lanes.count > 1 ? " (lanes of \(width) bits)" : "")
    case .null(let type): "null" + (type.map { ":\($0)" } ?? "")
    case .reference(let type): "any \(type) but null"
    case .external(let number): "externref:\(number)"
    case .either(let patterns): patterns.map { "\($0)" }.joined(separator: " or ")
    case .unsupported(let type): "a value of type \(type)"
    }
  }
}

extension LanePattern: CustomStringConvertible {
  package var description: String {
    switch self {
    case .bits(let bits): hexadecimal(bits)
    case .canonicalNaN: "nan:canonical"
    case .arithmeticNaN: "nan:arithmetic"
    }
  }
}
