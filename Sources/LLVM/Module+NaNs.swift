internal import CLLVM

extension Module {
  /// Takes what makes a NaN canonical away from the operands of arithmetic.
  ///
  /// Code that has to give one certain NaN selects it after each operation. Arithmetic and
  /// comparisons do the same with any NaN, so between two operations the selection only costs
  /// time. This is right only where the result of arithmetic has such a selection, too. Run it
  /// when slots have become values (`mem2reg`).
  package func relaxNaNs() {
    var function = LLVMGetFirstFunction(reference)
    while let current = function {
      var block = LLVMGetFirstBasicBlock(current)
      while let currentBlock = block {
        var instruction = LLVMGetFirstInstruction(currentBlock)
        while let value = instruction {
          if isIndifferentToNaNs(value) { useRawOperands(of: value) }
          instruction = LLVMGetNextInstruction(value)
        }
        block = LLVMGetNextBasicBlock(currentBlock)
      }
      function = LLVMGetNextFunction(current)
    }
  }
}

/// Whether an instruction does the same with any NaN, but for the NaN that it may give itself.
private func isIndifferentToNaNs(_ value: LLVMValueRef) -> Bool {
  switch LLVMGetInstructionOpcode(value) {
  case LLVMFAdd, LLVMFSub, LLVMFMul, LLVMFDiv, LLVMFCmp, LLVMFPTrunc, LLVMFPExt: true
  default: false
  }
}

private func useRawOperands(of value: LLVMValueRef) {
  for index in 0..<UInt32(LLVMGetNumOperands(value)) {
    if let operand = LLVMGetOperand(value, index), let raw = rawValue(of: uncast(operand)) {
      LLVMSetOperand(value, index, raw)
    }
  }
}

/// What has been cast to another type and back, as vectors are between operations; else the value.
private func uncast(_ value: LLVMValueRef) -> LLVMValueRef {
  guard LLVMIsABitCastInst(value) != nil,
    let other = LLVMGetOperand(value, 0), LLVMIsABitCastInst(other) != nil,
    let origin = LLVMGetOperand(other, 0), LLVMTypeOf(origin) == LLVMTypeOf(value)
  else { return value }
  return origin
}

/// The value that has been made canonical by `select (fcmp uno x, x), constant, x`: `x`.
private func rawValue(of value: LLVMValueRef) -> LLVMValueRef? {
  guard LLVMIsASelectInst(value) != nil, let condition = LLVMGetOperand(value, 0),
    LLVMIsAFCmpInst(condition) != nil, LLVMGetFCmpPredicate(condition) == LLVMRealUNO,
    let nan = LLVMGetOperand(value, 1), LLVMIsConstant(nan) != 0,
    let raw = LLVMGetOperand(value, 2), LLVMGetOperand(condition, 0) == raw,
    LLVMGetOperand(condition, 1) == raw
  else { return nil }
  return raw
}
