import CanisterRuntime
import WebAssembly

// Numeric instructions: operands come from the stack, meaning from `Numerics`.
extension Execution {
  @inline(__always)
  mutating func integerUnary(_ type: IntegerType, _ operation: IntegerUnaryOperator) {
    let operand = top[-1].low
    switch type {
    case .i32:
      top[-1] = Slot(UInt64(Numerics.unary(operation, UInt32(truncatingIfNeeded: operand))))
    case .i64: top[-1] = Slot(Numerics.unary(operation, operand))
    }
  }

  @inline(__always)
  mutating func integerBinary(
    _ type: IntegerType, _ operation: IntegerBinaryOperator
  ) throws(Trap) {
    top -= 1
    let (a, b) = (top[-1].low, top[0].low)
    switch type {
    case .i32: top[-1] = Slot(bits(try Numerics.binary(operation, signed32(a), signed32(b))))
    case .i64: top[-1] = Slot(bits(try Numerics.binary(operation, signed64(a), signed64(b))))
    }
  }

  @inline(__always)
  mutating func integerCompare(_ type: IntegerType, _ operation: IntegerCompareOperator) {
    top -= 1
    let (a, b) = (top[-1].low, top[0].low)
    switch type {
    case .i32: top[-1] = Slot(Numerics.compare(operation, signed32(a), signed32(b)))
    case .i64: top[-1] = Slot(Numerics.compare(operation, signed64(a), signed64(b)))
    }
  }

  @inline(__always)
  mutating func floatUnary(_ type: FloatType, _ operation: FloatUnaryOperator) {
    let operand = top[-1].low
    switch type {
    case .f32: top[-1] = Slot(bits(Numerics.unary(operation, float(operand))))
    case .f64: top[-1] = Slot(bits(Numerics.unary(operation, double(operand))))
    }
  }

  @inline(__always)
  mutating func floatBinary(_ type: FloatType, _ operation: FloatBinaryOperator) {
    top -= 1
    let (a, b) = (top[-1].low, top[0].low)
    switch type {
    case .f32: top[-1] = Slot(bits(Numerics.binary(operation, float(a), float(b))))
    case .f64: top[-1] = Slot(bits(Numerics.binary(operation, double(a), double(b))))
    }
  }

  @inline(__always)
  mutating func floatCompare(_ type: FloatType, _ operation: FloatCompareOperator) {
    top -= 1
    let (a, b) = (top[-1].low, top[0].low)
    switch type {
    case .f32: top[-1] = Slot(Numerics.compare(operation, float(a), float(b)))
    case .f64: top[-1] = Slot(Numerics.compare(operation, double(a), double(b)))
    }
  }

  mutating func convert(_ operation: ConversionOperator) throws(Trap) {
    top[-1] = Slot(try converted(operation, top[-1].low))
  }

  private func converted(_ operation: ConversionOperator, _ x: UInt64) throws(Trap) -> UInt64 {
    switch operation {
    case .i32WrapI64: UInt64(UInt32(truncatingIfNeeded: x))
    case .i64ExtendI32S: bits(Int64(signed32(x)))
    case .i64ExtendI32U: x
    case .truncate(let target, .f32, let isSigned): try truncate(float(x), target, isSigned)
    case .truncate(let target, .f64, let isSigned): try truncate(double(x), target, isSigned)
    case .truncateSaturating(let target, .f32, let isSigned):
      truncateSaturating(float(x), target, isSigned)
    case .truncateSaturating(let target, .f64, let isSigned):
      truncateSaturating(double(x), target, isSigned)
    case .convert(.f32, .i32, true): bits(Float(signed32(x)))
    case .convert(.f32, .i64, true): bits(Float(signed64(x)))
    // An i32 is zero-extended in its slot.
    case .convert(.f32, _, false): bits(Float(x))
    case .convert(.f64, .i32, true): bits(Double(signed32(x)))
    case .convert(.f64, .i64, true): bits(Double(signed64(x)))
    case .convert(.f64, _, false): bits(Double(x))
    case .f32DemoteF64: bits(Numerics.resize(double(x), to: Float.self))
    case .f64PromoteF32: bits(Numerics.resize(float(x), to: Double.self))
    case .reinterpretFloat, .reinterpretInteger: x
    }
  }

  private func truncate(
    _ x: some BinaryFloatingPoint, _ target: IntegerType, _ isSigned: Bool
  ) throws(Trap) -> UInt64 {
    switch (target, isSigned) {
    case (.i32, true): bits(try Numerics.truncate(x, to: Int32.self))
    case (.i32, false): UInt64(try Numerics.truncate(x, to: UInt32.self))
    case (.i64, true): bits(try Numerics.truncate(x, to: Int64.self))
    case (.i64, false): try Numerics.truncate(x, to: UInt64.self)
    }
  }

  private func truncateSaturating(
    _ x: some BinaryFloatingPoint, _ target: IntegerType, _ isSigned: Bool
  ) -> UInt64 {
    switch (target, isSigned) {
    case (.i32, true): bits(Numerics.truncateSaturating(x, to: Int32.self))
    case (.i32, false): UInt64(Numerics.truncateSaturating(x, to: UInt32.self))
    case (.i64, true): bits(Numerics.truncateSaturating(x, to: Int64.self))
    case (.i64, false): Numerics.truncateSaturating(x, to: UInt64.self)
    }
  }

  // From the bits of a slot, and to them

  @inline(__always)
  private func signed32(_ bits: UInt64) -> Int32 { Int32(truncatingIfNeeded: bits) }

  @inline(__always)
  private func signed64(_ bits: UInt64) -> Int64 { Int64(bitPattern: bits) }

  @inline(__always)
  private func float(_ bits: UInt64) -> Float {
    Float(bitPattern: UInt32(truncatingIfNeeded: bits))
  }

  @inline(__always)
  private func double(_ bits: UInt64) -> Double { Double(bitPattern: bits) }

  @inline(__always)
  private func bits(_ value: Int32) -> UInt64 { UInt64(UInt32(bitPattern: value)) }

  @inline(__always)
  private func bits(_ value: Int64) -> UInt64 { UInt64(bitPattern: value) }

  @inline(__always)
  private func bits(_ value: Float) -> UInt64 { UInt64(value.bitPattern) }

  @inline(__always)
  private func bits(_ value: Double) -> UInt64 { value.bitPattern }
}
