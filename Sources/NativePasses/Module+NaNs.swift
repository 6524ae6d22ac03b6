internal import CLLVM
package import LLVM

extension Module {
  /// Takes what makes a NaN canonical away from the operands of arithmetic.
  ///
  /// Code that has to give one certain NaN selects it after each operation. Arithmetic and
  /// comparisons do the same with any NaN, so between two operations the selection only costs
  /// time, also where the value goes around a loop meanwhile, as sums do. This is right only where
  /// the result of arithmetic has such a selection, too. Run it when slots have become values
  /// (`mem2reg`).
  package func relaxNaNs() {
    var function = LLVMGetFirstFunction(reference)
    while let current = function {
      var phis: [LLVMValueRef] = []
      var block = LLVMGetFirstBasicBlock(current)
      while let currentBlock = block {
        var instruction = LLVMGetFirstInstruction(currentBlock)
        while let value = instruction {
          if isIndifferentToNaNs(value) { useRawOperands(of: value) }
          if isFloatPhi(value) { phis.append(value) }
          instruction = LLVMGetNextInstruction(value)
        }
        block = LLVMGetNextBasicBlock(currentBlock)
      }
      for phi in phisOfArithmetic(phis) { useRawOperands(of: phi) }
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

private func isFloatPhi(_ value: LLVMValueRef) -> Bool {
  guard LLVMIsAPHINode(value) != nil else { return false }
  let kind = LLVMGetTypeKind(LLVMTypeOf(value))
  return kind == LLVMFloatTypeKind || kind == LLVMDoubleTypeKind
}

/// Those of some phis whose values are only used by arithmetic, perhaps through each other.
private func phisOfArithmetic(_ phis: [LLVMValueRef]) -> Set<LLVMValueRef> {
  var found = Set(phis)
  var others = phis.filter { phi in
    users(of: phi).contains { !isIndifferentToNaNs($0) && !found.contains($0) }
  }
  found.subtract(others)
  while let other = others.popLast() {
    for index in 0..<LLVMCountIncoming(other) {
      if let incoming = LLVMGetIncomingValue(other, index), found.remove(incoming) != nil {
        others.append(incoming)
      }
    }
  }
  return found
}

private func users(of value: LLVMValueRef) -> [LLVMValueRef] {
  sequence(first: LLVMGetFirstUse(value)) { $0.flatMap { LLVMGetNextUse($0) } }
    .prefix { $0 != nil }
    .compactMap { $0.flatMap { LLVMGetUser($0) } }
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
