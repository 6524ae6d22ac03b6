/// The instructions of the SIMD extensions (Core Specification, "Vector Instructions").
package enum VectorInstruction: BitwiseCopyable, Hashable, Sendable {
  case const(V128)
}

/// 128 bits, as lanes of bytes in the order of memory.
package struct V128: BitwiseCopyable, Hashable, Sendable {
  package var low: UInt64
  package var high: UInt64

  package init(low: UInt64, high: UInt64) {
    self.low = low
    self.high = high
  }
}
