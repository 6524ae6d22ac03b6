/// The instructions of the SIMD extensions (Core Specification, "Vector Instructions").
///
/// As with numbers, instructions of one shape share a case: `i16x8.add_sat_s` is
/// `.integerBinary(.i16x8, .addSaturatingS)`. Not every shape has every operator; the table in
/// `Opcode` says which there are, and a module can hold no others.
package enum VectorInstruction: BitwiseCopyable, Hashable, Sendable {
  case const(V128)

  // Memory
  case load(VectorLoadStorage, MemoryArgument)
  case store(MemoryArgument)
  case loadLane(LaneWidth, MemoryArgument, lane: UInt8)
  case storeLane(LaneWidth, MemoryArgument, lane: UInt8)

  // Lanes
  /// `i8x16.shuffle`: each byte is the number of the lane to take, of the 32 of both operands.
  case shuffle(V128)
  case swizzle(SwizzleOperator)
  case splat(VectorShape)
  case extractLane(LaneExtraction, lane: UInt8)
  case replaceLane(VectorShape, lane: UInt8)

  // All bits
  case not
  case bitwiseBinary(VectorBitwiseOperator)
  case bitSelect
  case anyTrue

  // Integers
  case integerUnary(IntegerShape, VectorIntegerUnaryOperator)
  case integerBinary(IntegerShape, VectorIntegerBinaryOperator)
  /// `i64x2` has only `eq`, `ne` and the signed ones.
  case integerCompare(IntegerShape, IntegerCompareOperator)
  case shift(IntegerShape, VectorShiftOperator)
  case allTrue(IntegerShape)
  case bitmask(IntegerShape)
  /// `relaxed_laneselect`.
  case laneSelect(IntegerShape)

  // Integers, to another width
  /// From lanes of twice the width, saturating: `i8x16.narrow_i16x8_s`.
  case narrow(to: NarrowShape, isSigned: Bool)
  /// From lanes of half the width: `i16x8.extend_low_i8x16_s`.
  case extend(to: WideShape, VectorHalf, isSigned: Bool)
  /// `extmul`.
  case extendedMultiply(to: WideShape, VectorHalf, isSigned: Bool)
  /// `extadd_pairwise`; not for `i64x2`.
  case extendedAddPairwise(to: WideShape, isSigned: Bool)
  case dot(DotOperator)
  /// `i32x4.relaxed_dot_i8x16_i7x16_add_s`, the only one with an addend.
  case relaxedDotAdd

  // Floats
  case floatUnary(FloatShape, FloatUnaryOperator)
  case floatBinary(FloatShape, VectorFloatBinaryOperator)
  case floatTernary(FloatShape, VectorFloatTernaryOperator)
  case floatCompare(FloatShape, FloatCompareOperator)

  case convert(VectorConversionOperator)
}

/// 128 bits, as lanes of bytes in the order of memory.
package struct V128: BitwiseCopyable, Hashable, Sendable {
  package var low: UInt64
  package var high: UInt64

  package init(low: UInt64, high: UInt64) {
    self.low = low
    self.high = high
  }

  /// The byte lane of this number, which must be less than 16.
  package subscript(byte lane: Int) -> UInt8 {
    precondition(lane < 16, "a vector has 16 byte lanes")
    return UInt8(truncatingIfNeeded: (lane < 8 ? low : high) >> UInt64(8 * (lane % 8)))
  }
}
