internal import CLLVM

extension Module {
  /// Makes volatile the loads whose value nothing needs, so that they still fault where they must.
  ///
  /// LLVM deletes a load that nothing uses, and with it the fault by which guard pages tell an
  /// access out of bounds. A load in use is safe: whatever uses it needs the access. Run it when
  /// slots have become values (`mem2reg`), so that what a slot hid is seen; a value that is used
  /// only by values that nothing needs counts as unused too.
  package func preserveUnusedLoads() {
    var function = LLVMGetFirstFunction(reference)
    while let current = function {
      Liveness(of: current).preserveUnusedLoads()
      function = LLVMGetNextFunction(current)
    }
  }
}

/// Which instructions of a function something needs.
private struct Liveness {
  private var loads: [LLVMValueRef] = []
  private var live: Set<LLVMValueRef> = []
  private var pending: [LLVMValueRef] = []

  init(of function: LLVMValueRef) {
    var block = LLVMGetFirstBasicBlock(function)
    while let current = block {
      var instruction = LLVMGetFirstInstruction(current)
      while let value = instruction {
        if LLVMGetInstructionOpcode(value) == LLVMLoad { loads.append(value) }
        if hasEffect(value) { mark(value) }
        instruction = LLVMGetNextInstruction(value)
      }
      block = LLVMGetNextBasicBlock(current)
    }
    spread()
  }

  func preserveUnusedLoads() {
    for load in loads where !live.contains(load) {
      LLVMSetVolatile(load, 1)
    }
  }

  private mutating func mark(_ value: LLVMValueRef) {
    if live.insert(value).inserted { pending.append(value) }
  }

  /// Marks what the marked instructions use.
  private mutating func spread() {
    while let value = pending.popLast() {
      for index in 0..<LLVMGetNumOperands(value) {
        guard let operand = LLVMGetOperand(value, UInt32(index)),
          LLVMIsAInstruction(operand) != nil
        else { continue }
        mark(operand)
      }
    }
  }

  /// Whether an instruction matters by itself.
  ///
  /// Of the calls, those of intrinsics that give a value only compute it.
  private func hasEffect(_ value: LLVMValueRef) -> Bool {
    switch LLVMGetInstructionOpcode(value) {
    case LLVMStore: return true
    case LLVMLoad: return LLVMGetVolatile(value) != 0
    case LLVMCall:
      guard let callee = LLVMGetCalledValue(value), LLVMIsAFunction(callee) != nil,
        LLVMGetIntrinsicID(callee) != 0
      else { return true }
      return LLVMGetTypeKind(LLVMTypeOf(value)) == LLVMVoidTypeKind
    default: return LLVMIsATerminatorInst(value) != nil
    }
  }
}
