internal import CanisterRuntime
internal import LLVM
internal import WebAssembly

// Integer instructions (Core Specification, "Numeric Instructions"). The LLVM type of the operands
// is all that the two widths differ in.
extension FunctionLowering {
  mutating func lowerIntegerUnary(_ type: IntegerType, _ operation: IntegerUnaryOperator) {
    let operand = pop()
    let llvmType = types.integer(type)
    let result =
      switch operation {
      // The second operand says that a zero is not poison.
      case .clz: intrinsic("llvm.ctlz", llvmType, [operand, context.i1.constant(UInt64(0))])
      case .ctz: intrinsic("llvm.cttz", llvmType, [operand, context.i1.constant(UInt64(0))])
      case .popcnt: intrinsic("llvm.ctpop", llvmType, [operand])
      case .extend8S: signExtend(operand, from: context.i8)
      case .extend16S: signExtend(operand, from: context.i16)
      case .extend32S: signExtend(operand, from: context.i32)
      }
    push(result)
  }

  mutating func lowerIntegerBinary(_ type: IntegerType, _ operation: IntegerBinaryOperator) {
    let right = pop()
    let left = pop()
    let llvmType = types.integer(type)
    let result =
      switch operation {
      case .add: code.builder.binary(.add, left, right)
      case .sub: code.builder.binary(.sub, left, right)
      case .mul: code.builder.binary(.mul, left, right)
      case .divS: divideSigned(left, right, type)
      case .divU: divide(.udiv, left, right)
      case .remS: remainderSigned(left, right)
      case .remU: divide(.urem, left, right)
      case .and: code.builder.binary(.and, left, right)
      case .or: code.builder.binary(.or, left, right)
      case .xor: code.builder.binary(.xor, left, right)
      // A count of the width or more is poison in LLVM; Wasm takes it modulo the width.
      case .shl: code.builder.binary(.shl, left, masked(right, type))
      case .shrS: code.builder.binary(.ashr, left, masked(right, type))
      case .shrU: code.builder.binary(.lshr, left, masked(right, type))
      case .rotl: intrinsic("llvm.fshl", llvmType, [left, left, right])
      case .rotr: intrinsic("llvm.fshr", llvmType, [left, left, right])
      }
    push(result)
  }

  mutating func lowerIntegerEqualsZero(_ type: IntegerType) {
    push(condition: code.builder.compare(.eq, pop(), types.integer(type).constant(UInt64(0))))
  }

  mutating func lowerIntegerCompare(_ operation: IntegerCompareOperator) {
    let right = pop()
    let left = pop()
    push(condition: code.builder.compare(predicate(operation), left, right))
  }

  /// Replaces an operand that is half of the product of the parameters by such a half; LLVM finds
  /// that nothing needs what it was worked out from.
  mutating func replaceOperand(by half: WideProduct.Half) {
    let (a, aHigh) = (code.parameter(1), code.parameter(2))
    let (b, bHigh) = (code.parameter(3), code.parameter(4))
    let product = code.builder.binary(
      .mul, code.builder.cast(.zext, a, to: context.i128),
      code.builder.cast(.zext, b, to: context.i128))
    _ = pop()
    switch half {
    case .low: push(code.builder.cast(.trunc, product, to: context.i64))
    case .high:
      let shifted = code.builder.binary(.lshr, product, context.i128.constant(64))
      let high = code.builder.cast(.trunc, shifted, to: context.i64)
      let cross = code.builder.binary(
        .add, code.builder.binary(.mul, a, bHigh), code.builder.binary(.mul, aHigh, b))
      push(code.builder.binary(.add, high, cross))
    }
  }

  // Parts

  func predicate(_ operation: IntegerCompareOperator) -> IntegerPredicate {
    switch operation {
    case .eq: .eq
    case .ne: .ne
    case .ltS: .slt
    case .ltU: .ult
    case .gtS: .sgt
    case .gtU: .ugt
    case .leS: .sle
    case .leU: .ule
    case .geS: .sge
    case .geU: .uge
    }
  }

  /// An intrinsic function that is overloaded on one type.
  func intrinsic(_ name: String, _ type: Type, _ arguments: [Value]) -> Value {
    code.builder.intrinsic(name, overloads: [type], arguments, in: module.output)
  }

  private func signExtend(_ value: Value, from narrow: Type) -> Value {
    code.builder.cast(.sext, code.builder.cast(.trunc, value, to: narrow), to: value.type)
  }

  private func masked(_ count: Value, _ type: IntegerType) -> Value {
    code.builder.binary(.and, count, types.integer(type).constant(type.bitWidth - 1))
  }

  /// Division by zero is undefined in LLVM, so a fault of the processor can't replace the check.
  private mutating func divide(_ operation: BinaryOperator, _ left: Value, _ right: Value)
    -> Value
  {
    let isZero = code.builder.compare(.eq, right, right.type.constant(UInt64(0)))
    code.trap(.integer_divide_by_zero, if: isZero)
    return code.builder.binary(operation, left, right)
  }

  private mutating func divideSigned(_ left: Value, _ right: Value, _ type: IntegerType) -> Value {
    let isZero = code.builder.compare(.eq, right, right.type.constant(UInt64(0)))
    code.trap(.integer_divide_by_zero, if: isZero)
    let smallest = left.type.constant(UInt64(1) << UInt64(type.bitWidth - 1))
    let overflows = code.builder.binary(
      .and, code.builder.compare(.eq, left, smallest),
      code.builder.compare(.eq, right, right.type.constant(-1)))
    code.trap(.integer_overflow, if: overflows)
    return code.builder.binary(.sdiv, left, right)
  }

  /// The remainder of the smallest integer by −1 is 0 in Wasm and undefined in LLVM.
  ///
  /// By 1 it is 0 for every integer, as it is by −1.
  private mutating func remainderSigned(_ left: Value, _ right: Value) -> Value {
    let isMinusOne = code.builder.compare(.eq, right, right.type.constant(-1))
    let divisor = code.builder.select(isMinusOne, right.type.constant(UInt64(1)), right)
    return divide(.srem, left, divisor)
  }
}
