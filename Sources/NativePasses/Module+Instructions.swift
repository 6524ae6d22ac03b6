internal import CLLVM
internal import LLVM

extension Module {
  /// Calls the body with each block of each function.
  func forEachBlock(_ body: (LLVMBasicBlockRef) -> Void) {
    var function = LLVMGetFirstFunction(reference)
    while let current = function {
      var block = LLVMGetFirstBasicBlock(current)
      while let currentBlock = block {
        body(currentBlock)
        block = LLVMGetNextBasicBlock(currentBlock)
      }
      function = LLVMGetNextFunction(current)
    }
  }

  /// Calls the body with each instruction of each block.
  func forEachInstruction(_ body: (LLVMValueRef) -> Void) {
    forEachBlock { forEachInstruction(in: $0, body) }
  }

  /// Calls the body with each instruction of a block; it may put others around that.
  func forEachInstruction(in block: LLVMBasicBlockRef, _ body: (LLVMValueRef) -> Void) {
    var instruction = LLVMGetFirstInstruction(block)
    while let current = instruction {
      instruction = LLVMGetNextInstruction(current)
      body(current)
    }
  }
}

extension LLVMValueRef {
  /// The operands of an instruction.
  var operands: [LLVMValueRef] {
    (0..<LLVMGetNumOperands(self)).compactMap { LLVMGetOperand(self, UInt32($0)) }
  }

  var isVector: Bool { LLVMGetTypeKind(LLVMTypeOf(self)) == LLVMVectorTypeKind }

  var isFloat: Bool {
    let kind = LLVMGetTypeKind(LLVMTypeOf(self))
    return kind == LLVMFloatTypeKind || kind == LLVMDoubleTypeKind
  }

  /// Whether this is a call of a function that LLVM itself gives the meaning of.
  var isIntrinsicCall: Bool {
    guard LLVMIsACallInst(self) != nil, let callee = LLVMGetCalledValue(self) else { return false }
    return LLVMIsAFunction(callee) != nil && LLVMGetIntrinsicID(callee) != 0
  }
}
