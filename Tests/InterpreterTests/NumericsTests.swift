import CanisterRuntime
import Interpreter
import Testing
import WebAssembly

/// The edges of numeric operators (Core Specification, "Numerics").
@Suite struct NumericsTests {
  /// The result of an operator on two integers: a number or a trap.
  struct IntegerFact: Sendable, CustomTestStringConvertible {
    let operation: IntegerBinaryOperator
    let a: Int32
    let b: Int32
    let result: Result<Int32, Trap>

    init(_ a: Int32, _ operation: IntegerBinaryOperator, _ b: Int32, _ result: Int32) {
      (self.operation, self.a, self.b, self.result) = (operation, a, b, .success(result))
    }

    init(_ a: Int32, _ operation: IntegerBinaryOperator, _ b: Int32, trap: Trap) {
      (self.operation, self.a, self.b, self.result) = (operation, a, b, .failure(trap))
    }

    var testDescription: String { "\(a) \(operation) \(b)" }
  }

  static let integerFacts: [IntegerFact] = [
    IntegerFact(.max, .add, 1, .min),
    IntegerFact(.min, .sub, 1, .max),
    IntegerFact(.min, .mul, -1, .min),
    IntegerFact(7, .divS, 0, trap: .integer_divide_by_zero),
    IntegerFact(.min, .divS, -1, trap: .integer_overflow),
    IntegerFact(-7, .divS, 2, -3),
    IntegerFact(7, .divU, 0, trap: .integer_divide_by_zero),
    IntegerFact(.min, .divU, -1, 0),
    IntegerFact(-1, .divU, 2, .max),
    IntegerFact(7, .remS, 0, trap: .integer_divide_by_zero),
    IntegerFact(.min, .remS, -1, 0),
    IntegerFact(-7, .remS, 2, -1),
    IntegerFact(7, .remU, 0, trap: .integer_divide_by_zero),
    IntegerFact(-1, .remU, 10, 5),
    IntegerFact(1, .shl, 32, 1),
    IntegerFact(1, .shl, 33, 2),
    IntegerFact(1, .shl, -1, .min),
    IntegerFact(-8, .shrS, 1, -4),
    IntegerFact(-8, .shrS, 33, -4),
    IntegerFact(-1, .shrU, 31, 1),
    IntegerFact(-1, .shrU, -1, 1),
    IntegerFact(.min, .rotl, 1, 1),
    IntegerFact(1, .rotr, 1, .min),
    IntegerFact(5, .rotl, 32, 5),
    IntegerFact(5, .rotr, 0, 5),
    IntegerFact(0b1100, .xor, 0b1010, 0b0110),
  ]

  @Test(arguments: integerFacts)
  func integersOf32Bits(_ fact: IntegerFact) {
    let result = Result { () throws(Trap) in try Numerics.binary(fact.operation, fact.a, fact.b) }
    #expect(result == fact.result)
  }

  /// Where nothing overflows or is cut off, the width makes no difference.
  @Test(arguments: integerFacts.filter { abs(Int64($0.a)) < 100 && abs(Int64($0.b)) < 30 })
  func integersOf64Bits(_ fact: IntegerFact) {
    guard [.add, .sub, .mul, .divS, .remS, .shrS, .xor].contains(fact.operation) else { return }
    let result = Result { () throws(Trap) in
      try Numerics.binary(fact.operation, Int64(fact.a), Int64(fact.b))
    }
    #expect(result == fact.result.map { Int64($0) })
  }

  @Test func integersUnary() {
    #expect(Numerics.unary(.clz, UInt32(0)) == 32)
    #expect(Numerics.unary(.ctz, UInt64(0)) == 64)
    #expect(Numerics.unary(.clz, UInt64(1)) == 63)
    #expect(Numerics.unary(.popcnt, UInt32.max) == 32)
    #expect(Numerics.unary(.extend8S, UInt32(0x80)) == 0xFFFF_FF80)
    #expect(Numerics.unary(.extend16S, UInt32(0x1_7FFF)) == 0x7FFF)
    #expect(Numerics.unary(.extend32S, UInt64(0x8000_0000)) == 0xFFFF_FFFF_8000_0000)
  }

  @Test func integersCompare() {
    #expect(Numerics.compare(.ltS, Int32.min, 0))
    #expect(!Numerics.compare(.ltU, Int32.min, 0))
    #expect(Numerics.compare(.geU, Int64(-1), 1))
    #expect(!Numerics.compare(.geS, Int64(-1), 1))
    #expect(Numerics.compare(.leU, Int32(3), 3))
  }

  // Floats, by their bits where signs of zeros and NaN matter

  struct FloatFact: Sendable, CustomTestStringConvertible {
    let operation: FloatBinaryOperator
    let a: Float
    let b: Float
    let bits: UInt32

    init(_ a: Float, _ operation: FloatBinaryOperator, _ b: Float, _ result: Float) {
      (self.operation, self.a, self.b, bits) = (operation, a, b, result.bitPattern)
    }

    var testDescription: String { "\(a) \(operation) \(b)" }
  }

  private static let strangeNaN = Float(bitPattern: 0xFFA1_2345)

  static let floatFacts: [FloatFact] = [
    FloatFact(0, .min, -0.0, -0.0),
    FloatFact(-0.0, .min, 0, -0.0),
    FloatFact(0, .max, -0.0, 0),
    FloatFact(-0.0, .max, -0.0, -0.0),
    FloatFact(strangeNaN, .min, 1, .nan),
    FloatFact(1, .max, strangeNaN, .nan),
    FloatFact(-.infinity, .min, 1, -.infinity),
    FloatFact(strangeNaN, .add, 1, .nan),
    FloatFact(.infinity, .sub, .infinity, .nan),
    FloatFact(0, .mul, .infinity, .nan),
    FloatFact(0, .div, 0, .nan),
    FloatFact(1, .div, -0.0, -.infinity),
    FloatFact(.leastNonzeroMagnitude, .div, 2, 0),
    FloatFact(.greatestFiniteMagnitude, .add, .greatestFiniteMagnitude, .infinity),
    FloatFact(strangeNaN, .copysign, 1, Float(bitPattern: 0x7FA1_2345)),
    FloatFact(1, .copysign, strangeNaN, -1),
  ]

  @Test(arguments: floatFacts)
  func floats(_ fact: FloatFact) {
    #expect(Numerics.binary(fact.operation, fact.a, fact.b).bitPattern == fact.bits)
  }

  @Test func floatsUnary() {
    let strange = Self.strangeNaN
    #expect(Numerics.unary(.neg, strange).bitPattern == 0x7FA1_2345)
    #expect(Numerics.unary(.abs, strange).bitPattern == 0x7FA1_2345)
    #expect(Numerics.unary(.ceil, strange).bitPattern == 0x7FC0_0000)
    #expect(Numerics.unary(.sqrt, -1.0).bitPattern == 0x7FF8_0000_0000_0000)
    #expect(Numerics.unary(.nearest, 0.5).bitPattern == (0.0).bitPattern)
    #expect(Numerics.unary(.nearest, 1.5) == 2)
    #expect(Numerics.unary(.nearest, 2.5) == 2)
    #expect(Numerics.unary(.nearest, -0.5).bitPattern == (-0.0).bitPattern)
    #expect(Numerics.unary(.ceil, -0.5).bitPattern == (-0.0).bitPattern)
    #expect(Numerics.unary(.trunc, -1.9) == -1)
    #expect(Numerics.unary(.floor, -0.1) == -1)
  }

  @Test func nothingComparesToNaN() {
    for operation in FloatCompareOperator.allCases {
      #expect(Numerics.compare(operation, Double.nan, 1) == (operation == .ne))
    }
    #expect(Numerics.compare(.eq, 0.0, -0.0))
  }

  // Conversions

  @Test(
    arguments: [
      (2_147_483_647.9, 2_147_483_647, nil), (-2_147_483_648.9, -2_147_483_648, nil),
      (2_147_483_648, .max, Trap.integer_overflow), (-2_147_483_649, .min, .integer_overflow),
      (.infinity, .max, .integer_overflow), (-.infinity, .min, .integer_overflow),
      (.nan, 0, .invalid_conversion_to_integer), (-0.9, 0, nil),
    ] as [(Double, Int32, Trap?)])
  func truncation(_ x: Double, saturated: Int32, trap: Trap?) {
    #expect(Numerics.truncateSaturating(x, to: Int32.self) == saturated)
    let result = Result { () throws(Trap) in try Numerics.truncate(x, to: Int32.self) }
    #expect(result == (trap.map { .failure($0) } ?? .success(saturated)))
  }

  @Test func truncationToUnsigned() throws {
    #expect(try Numerics.truncate(-0.9, to: UInt32.self) == 0)
    #expect(throws: Trap.integer_overflow) { try Numerics.truncate(-1.0, to: UInt32.self) }
    #expect(throws: Trap.integer_overflow) {
      try Numerics.truncate(Float(18_446_744_073_709_551_616), to: UInt64.self)
    }
    #expect(try Numerics.truncate(Float(1.8446743e19), to: UInt64.self) == .max << 40)
    #expect(Numerics.truncateSaturating(Float(-3), to: UInt64.self) == 0)
    #expect(Numerics.truncateSaturating(1e30, to: UInt64.self) == .max)
  }

  @Test func resizing() {
    #expect(Numerics.resize(1e300, to: Float.self) == .infinity)
    #expect(Numerics.resize(Self.strangeNaN, to: Double.self).bitPattern == 0x7FF8_0000_0000_0000)
    // Halfway between two floats: to the even one.
    #expect(Numerics.resize(16_777_217.0, to: Float.self) == 16_777_216)
  }
}
