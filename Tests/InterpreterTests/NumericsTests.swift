import CanisterRuntime
import Interpreter
import Testing
import WebAssembly

/// What operators do at the edges of their types.
struct NumericsTests {
  @Test(
    arguments: [
      (.divS, Int32.min, -1, nil), (.divS, 7, 0, nil), (.divU, 7, 0, nil), (.remS, 7, 0, nil),
      (.remS, .min, -1, 0), (.remS, -7, 3, -1), (.divS, -7, 2, -3), (.divU, -1, 2, .max),
      (.remU, -1, 10, 5), (.shl, 1, 33, 2), (.shrS, -8, 34, -2), (.shrU, -8, 28, 15),
      (.rotl, 1, 31, .min), (.rotl, 5, 32, 5), (.rotr, 1, 1, .min), (.add, .max, 1, .min),
      (.mul, 65536, 65536, 0),
    ] as [(IntegerBinaryOperator, Int32, Int32, Int32?)])
  func integersWrapOrTrap(
    operation: IntegerBinaryOperator, left: Int32, right: Int32, expected: Int32?
  ) {
    let result: Int32? = try? Numerics.binary(operation, left, right)
    #expect(result == expected, "\(operation) \(left) \(right)")
  }

  @Test func divisionsTrapForTheirOwnReasons() {
    #expect(throws: Trap.integer_divide_by_zero) { try Numerics.binary(.divS, Int64(1), 0) }
    #expect(throws: Trap.integer_overflow) { try Numerics.binary(.divS, Int64.min, -1) }
  }

  @Test func roundingGoesToTheNearestEven() {
    #expect(Numerics.unary(.nearest, 2.5) == 2)
    #expect(Numerics.unary(.nearest, -0.5).sign == .minus)
  }

  @Test(arguments: [FloatUnaryOperator.ceil, .floor, .trunc, .nearest, .sqrt])
  func nansOfArithmeticAreCanonical(operation: FloatUnaryOperator) {
    let signalling = Float(bitPattern: 0xFFA0_0001)
    #expect(Numerics.unary(operation, signalling).bitPattern == 0x7FC0_0000)
    #expect(Numerics.unary(.sqrt, Float(-1)).bitPattern == 0x7FC0_0000)
  }

  @Test func signsOfNaNsChangeAlone() {
    let signalling = Float(bitPattern: 0xFFA0_0001)
    #expect(Numerics.unary(.abs, signalling).bitPattern == 0x7FA0_0001)
    #expect(Numerics.unary(.neg, signalling).bitPattern == 0x7FA0_0001)
  }
}
