// How the instructions of SIMD see 128 bits (Core Specification, "Vector Instructions").

/// A shape: what the lanes are and how many.
package enum VectorShape: UInt8, BitwiseCopyable, Sendable, CaseIterable {
  case i8x16, i16x8, i32x4, i64x2, f32x4, f64x2
}

/// The shapes of integers.
package enum IntegerShape: UInt8, BitwiseCopyable, Sendable, CaseIterable {
  case i8x16, i16x8, i32x4, i64x2
}

/// The shapes of floating-point numbers.
package enum FloatShape: UInt8, BitwiseCopyable, Sendable, CaseIterable {
  case f32x4, f64x2
}

/// The shapes to which wider lanes can be narrowed.
package enum NarrowShape: UInt8, BitwiseCopyable, Sendable, CaseIterable {
  case i8x16, i16x8
}

/// The shapes to which narrower lanes can be widened.
package enum WideShape: UInt8, BitwiseCopyable, Sendable, CaseIterable {
  case i16x8, i32x4, i64x2
}

/// Which half of the lanes of a vector; the low ones come first in memory.
package enum VectorHalf: UInt8, BitwiseCopyable, Sendable, CaseIterable {
  case low, high
}

/// The width of the lane that an instruction loads or stores alone, in bits.
package enum LaneWidth: UInt8, BitwiseCopyable, Sendable, CaseIterable {
  case bits8, bits16, bits32, bits64
}

extension VectorShape {
  /// The number of lanes.
  package var laneCount: Int {
    switch self {
    case .i8x16: 16
    case .i16x8: 8
    case .i32x4, .f32x4: 4
    case .i64x2, .f64x2: 2
    }
  }

  /// The type of a lane as an operand: lanes narrower than 32 bits come as an `i32`.
  package var laneType: ValueType {
    switch self {
    case .i8x16, .i16x8, .i32x4: .i32
    case .i64x2: .i64
    case .f32x4: .f32
    case .f64x2: .f64
    }
  }

  /// The number of bits of a lane.
  package var laneBitWidth: Int { 128 / laneCount }
}

extension IntegerShape {
  /// The same shape among all shapes.
  package var shape: VectorShape {
    switch self {
    case .i8x16: .i8x16
    case .i16x8: .i16x8
    case .i32x4: .i32x4
    case .i64x2: .i64x2
    }
  }
}

extension FloatShape {
  /// The same shape among all shapes.
  package var shape: VectorShape { self == .f32x4 ? .f32x4 : .f64x2 }

  /// The type of a lane.
  package var laneType: FloatType { self == .f32x4 ? .f32 : .f64 }
}

extension NarrowShape {
  /// The same shape among the shapes of integers.
  package var shape: IntegerShape { self == .i8x16 ? .i8x16 : .i16x8 }

  /// The shape of the operands, with lanes of twice the width.
  package var source: IntegerShape { self == .i8x16 ? .i16x8 : .i32x4 }
}

extension WideShape {
  /// The same shape among the shapes of integers.
  package var shape: IntegerShape {
    switch self {
    case .i16x8: .i16x8
    case .i32x4: .i32x4
    case .i64x2: .i64x2
    }
  }

  /// The shape of the operands, with lanes of half the width.
  package var source: IntegerShape {
    switch self {
    case .i16x8: .i8x16
    case .i32x4: .i16x8
    case .i64x2: .i32x4
    }
  }
}

extension LaneWidth {
  /// The number of lanes of this width in a vector.
  package var laneCount: Int { 16 / Int(sizeBytes) }

  /// The number of bytes of a lane.
  package var sizeBytes: UInt64 { 1 << UInt64(rawValue) }
}
