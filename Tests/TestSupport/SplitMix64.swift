/// A generator of random numbers that follow from its state alone.
package struct SplitMix64 {
  private var state: UInt64

  /// A generator with this seed.
  package init(state: UInt64) { self.state = state }

  /// The next number.
  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
    return value ^ value >> 31
  }

  /// A number from 0 on, below the bound.
  package mutating func next(below bound: Int) -> Int { Int(next() % UInt64(bound)) }

  /// One of the values.
  package mutating func pick<Value>(_ values: [Value]) -> Value {
    values[next(below: values.count)]
  }
}
