internal import CanisterRuntime
internal import LLVM
internal import WebAssembly

// Floating-point instructions and conversions (Core Specification, "Numeric Instructions").
extension FunctionLowering {
  mutating func lowerFloatUnary(_ operation: FloatUnaryOperator) {
    push(apply(operation, to: pop()))
  }

  /// A unary operator on a float or on all lanes of a vector.
  func apply(_ operation: FloatUnaryOperator, to operand: Value) -> Value {
    switch operation {
    // These two only change the sign, also of a NaN, whose other bits must stay.
    case .abs: intrinsic("llvm.fabs", operand.type, [operand])
    case .neg: code.builder.negate(float: operand)
    case .ceil: canonical(intrinsic("llvm.ceil", operand.type, [operand]))
    case .floor: canonical(intrinsic("llvm.floor", operand.type, [operand]))
    case .trunc: canonical(intrinsic("llvm.trunc", operand.type, [operand]))
    case .nearest: canonical(intrinsic("llvm.roundeven", operand.type, [operand]))
    // The fence keeps LLVM from seeing that the NaN comes from a square root: it would take the
    // processor's NaN for as good as the canonical one.
    case .sqrt:
      canonical(
        intrinsic(
          "llvm.arithmetic.fence", operand.type,
          [intrinsic("llvm.sqrt", operand.type, [operand])]))
    }
  }

  mutating func lowerFloatBinary(_ type: FloatType, _ operation: FloatBinaryOperator) {
    let right = pop()
    let left = pop()
    let llvmType = types.float(type)
    let result =
      switch operation {
      case .add: canonical(code.builder.binary(.fadd, left, right))
      case .sub: canonical(code.builder.binary(.fsub, left, right))
      case .mul: canonical(code.builder.binary(.fmul, left, right))
      case .div: canonical(code.builder.binary(.fdiv, left, right))
      case .min: canonical(intrinsic("llvm.minimum", llvmType, [left, right]))
      case .max: canonical(intrinsic("llvm.maximum", llvmType, [left, right]))
      case .copysign: intrinsic("llvm.copysign", llvmType, [left, right])
      }
    push(result)
  }

  mutating func lowerFloatCompare(_ operation: FloatCompareOperator) {
    let right = pop()
    let left = pop()
    push(condition: code.builder.compareFloats(predicate(operation), left, right))
  }

  mutating func lowerConversion(_ operation: ConversionOperator) {
    let operand = pop()
    let result =
      switch operation {
      case .i32WrapI64: code.builder.cast(.trunc, operand, to: context.i32)
      case .i64ExtendI32S: code.builder.cast(.sext, operand, to: context.i64)
      case .i64ExtendI32U: code.builder.cast(.zext, operand, to: context.i64)
      case .truncate(let to, let from, let isSigned):
        truncate(operand, to: to, from: from, isSigned: isSigned)
      case .truncateSaturating(let to, let from, let isSigned):
        code.builder.intrinsic(
          isSigned ? "llvm.fptosi.sat" : "llvm.fptoui.sat",
          overloads: [types.integer(to), types.float(from)], [operand], in: module.output)
      case .convert(let to, _, let isSigned):
        code.builder.cast(isSigned ? .sitofp : .uitofp, operand, to: types.float(to))
      case .f32DemoteF64: canonical(code.builder.cast(.fptrunc, operand, to: context.f32))
      case .f64PromoteF32: canonical(code.builder.cast(.fpext, operand, to: context.f64))
      case .reinterpretFloat(let type):
        code.builder.cast(.bitcast, operand, to: type == .f32 ? context.i32 : context.i64)
      case .reinterpretInteger(let type):
        code.builder.cast(.bitcast, operand, to: type == .i32 ? context.f32 : context.f64)
      }
    push(result)
  }

  func predicate(_ operation: FloatCompareOperator) -> FloatPredicate {
    switch operation {
    case .eq: .oeq
    case .ne: .une
    case .lt: .olt
    case .gt: .ogt
    case .le: .ole
    case .ge: .oge
    }
  }

  /// The canonical NaN for any NaN: which one an operation yields differs between processors and
  /// even between ways to compile it, and the IC promises one answer.
  func canonical(_ value: Value) -> Value {
    let isNaN = code.builder.compareFloats(.uno, value, value)
    return code.builder.select(isNaN, value.type.canonicalNaN(in: context), value)
  }

  /// The trapping conversion to an integer.
  ///
  /// Out of range it is poison in LLVM, so both bounds are checked before.
  private mutating func truncate(
    _ operand: Value, to: IntegerType, from: FloatType, isSigned: Bool
  ) -> Value {
    code.trap(
      .invalid_conversion_to_integer, if: code.builder.compareFloats(.uno, operand, operand))
    let type = types.float(from)
    let exponent = Double(to.bitWidth - (isSigned ? 1 : 0))
    let upper = powerOfTwo(exponent)
    // The bounds are exact in the float's type; an `f64` can also lie between the smallest `i32`
    // and the integer below it, and then is valid.
    let isAbove: Value
    if !isSigned {
      isAbove = code.builder.compareFloats(.ogt, operand, type.constant(-1.0))
    } else if to == .i32 && from == .f64 {
      isAbove = code.builder.compareFloats(.ogt, operand, type.constant(-upper - 1))
    } else {
      isAbove = code.builder.compareFloats(.oge, operand, type.constant(-upper))
    }
    let isBelow = code.builder.compareFloats(.olt, operand, type.constant(upper))
    code.trap(.integer_overflow, unless: code.builder.binary(.and, isAbove, isBelow))
    return code.builder.cast(isSigned ? .fptosi : .fptoui, operand, to: types.integer(to))
  }

  private func powerOfTwo(_ exponent: Double) -> Double {
    Double(sign: .plus, exponent: Int(exponent), significand: 1)
  }
}

extension Type {
  /// The canonical NaN of a float type; for a vector type, in every lane.
  fileprivate func canonicalNaN(in context: Context) -> Value {
    let bits: Value =
      scalar == context.f32
      ? context.i32.constant(UInt64(0x7FC0_0000))
      : context.i64.constant(UInt64(0x7FF8_0000_0000_0000))
    return splat(scalar.constant(bits: bits))
  }
}
