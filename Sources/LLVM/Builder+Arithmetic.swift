internal import CLLVM

/// The binary operators.
package enum BinaryOperator {
  case add, sub, mul, sdiv, udiv, srem, urem, and, or, xor, shl, ashr, lshr
  case fadd, fsub, fmul, fdiv

  var opcode: LLVMOpcode {
    switch self {
    case .add: LLVMAdd
    case .sub: LLVMSub
    case .mul: LLVMMul
    case .sdiv: LLVMSDiv
    case .udiv: LLVMUDiv
    case .srem: LLVMSRem
    case .urem: LLVMURem
    case .and: LLVMAnd
    case .or: LLVMOr
    case .xor: LLVMXor
    case .shl: LLVMShl
    case .ashr: LLVMAShr
    case .lshr: LLVMLShr
    case .fadd: LLVMFAdd
    case .fsub: LLVMFSub
    case .fmul: LLVMFMul
    case .fdiv: LLVMFDiv
    }
  }
}

/// The comparisons of integers and pointers.
package enum IntegerPredicate {
  case eq, ne, ugt, uge, ult, ule, sgt, sge, slt, sle

  var reference: LLVMIntPredicate {
    switch self {
    case .eq: LLVMIntEQ
    case .ne: LLVMIntNE
    case .ugt: LLVMIntUGT
    case .uge: LLVMIntUGE
    case .ult: LLVMIntULT
    case .ule: LLVMIntULE
    case .sgt: LLVMIntSGT
    case .sge: LLVMIntSGE
    case .slt: LLVMIntSLT
    case .sle: LLVMIntSLE
    }
  }
}

/// The comparisons of floats: ordered ones are false if either is a NaN, unordered ones true.
package enum FloatPredicate {
  case oeq, une, olt, ogt, ole, oge, ult, ugt, ule, uge, uno

  var reference: LLVMRealPredicate {
    switch self {
    case .oeq: LLVMRealOEQ
    case .une: LLVMRealUNE
    case .olt: LLVMRealOLT
    case .ogt: LLVMRealOGT
    case .ole: LLVMRealOLE
    case .oge: LLVMRealOGE
    case .ult: LLVMRealULT
    case .ugt: LLVMRealUGT
    case .ule: LLVMRealULE
    case .uge: LLVMRealUGE
    case .uno: LLVMRealUNO
    }
  }
}

/// The conversions between types.
package enum Cast {
  case trunc, zext, sext, sitofp, uitofp, fptosi, fptoui, fptrunc, fpext, bitcast

  var opcode: LLVMOpcode {
    switch self {
    case .trunc: LLVMTrunc
    case .zext: LLVMZExt
    case .sext: LLVMSExt
    case .sitofp: LLVMSIToFP
    case .uitofp: LLVMUIToFP
    case .fptosi: LLVMFPToSI
    case .fptoui: LLVMFPToUI
    case .fptrunc: LLVMFPTrunc
    case .fpext: LLVMFPExt
    case .bitcast: LLVMBitCast
    }
  }
}

extension Builder {
  /// The operator on two numbers, or lane by lane on two vectors.
  package func binary(_ operation: BinaryOperator, _ left: Value, _ right: Value) -> Value {
    Value(
      LLVMBuildBinOp(reference, operation.opcode, left.reference, right.reference, ""))
  }

  /// An addition of which it is known that it never wraps, taken as signed or unsigned.
  package func addWithoutWrap(_ left: Value, _ right: Value) -> Value {
    let sum = Value(LLVMBuildAdd(reference, left.reference, right.reference, ""))
    if LLVMIsAInstruction(sum.reference) != nil {
      LLVMSetNUW(sum.reference, 1)
      LLVMSetNSW(sum.reference, 1)
    }
    return sum
  }

  package func negate(float value: Value) -> Value {
    Value(LLVMBuildFNeg(reference, value.reference, ""))
  }

  /// A comparison of integers, addresses among them: an `i1`, or a vector of them.
  package func compare(_ predicate: IntegerPredicate, _ left: Value, _ right: Value) -> Value {
    Value(
      LLVMBuildICmp(reference, predicate.reference, left.reference, right.reference, ""))
  }

  /// A comparison of floats: an `i1`, or a vector of them.
  package func compareFloats(_ predicate: FloatPredicate, _ left: Value, _ right: Value) -> Value {
    Value(
      LLVMBuildFCmp(reference, predicate.reference, left.reference, right.reference, ""))
  }

  package func cast(_ cast: Cast, _ value: Value, to type: Type) -> Value {
    Value(LLVMBuildCast(reference, cast.opcode, value.reference, type.reference, ""))
  }

  // Vectors

  package func extractLane(_ lane: Value, from vector: Value) -> Value {
    Value(LLVMBuildExtractElement(reference, vector.reference, lane.reference, ""))
  }

  /// The vector with one lane replaced.
  package func insertLane(_ value: Value, into vector: Value, at lane: Value) -> Value {
    Value(
      LLVMBuildInsertElement(reference, vector.reference, value.reference, lane.reference, ""))
  }

  /// Lanes of two vectors, counted through both; `mask` is a constant vector of `i32`.
  package func shuffle(_ left: Value, _ right: Value, mask: Value) -> Value {
    Value(
      LLVMBuildShuffleVector(reference, left.reference, right.reference, mask.reference, ""))
  }
}
