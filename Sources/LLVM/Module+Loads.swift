internal import CLLVM

extension Module {
  /// Makes plain the volatile loads that something in their own block certainly needs.
  ///
  /// An access of a Wasm memory is also its check: the fault is the trap. LLVM deletes a plain load
  /// that nothing uses, or moves it to the branch that uses it, and its fault with it. So loads
  /// begin volatile, and this makes plain those that LLVM can neither delete nor move away: a
  /// store, a call, a branch or another load that stays depends on the value in the same block,
  /// which always runs to its end. Run it when calls are inlined and code is simplified: then few
  /// reasons are left for a value to lose its users.
  package func relaxLoads() {
    var function = LLVMGetFirstFunction(reference)
    while let current = function {
      LoadRelaxation(of: current).run()
      function = LLVMGetNextFunction(current)
    }
  }
}

/// The relaxing of one function's loads.
private struct LoadRelaxation {
  private let blocks: [LLVMBasicBlockRef]
  private var live: Set<LLVMValueRef> = []
  private var pending: [LLVMValueRef] = []

  init(of function: LLVMValueRef) {
    var blocks: [LLVMBasicBlockRef] = []
    var block = LLVMGetFirstBasicBlock(function)
    while let current = block {
      blocks.append(current)
      block = LLVMGetNextBasicBlock(current)
    }
    self.blocks = blocks
    guard blocks.contains(where: Self.hasVolatileLoad) else { return }
    findLive()
  }

  func run() {
    for block in blocks where Self.hasVolatileLoad(block) {
      relaxLoads(in: block)
    }
  }

  /// From the block's end to its start: what follows an instruction decides whether it is pinned.
  private func relaxLoads(in block: LLVMBasicBlockRef) {
    var pinned = carriedOn(from: block)
    var instruction = LLVMGetLastInstruction(block)
    while let value = instruction {
      if Self.isVolatileLoad(value), pinned.contains(value) { LLVMSetVolatile(value, 0) }
      if Self.hasEffect(value) || pinned.contains(value), LLVMIsAPHINode(value) == nil {
        pinned.formUnion(Self.operands(of: value))
      }
      instruction = LLVMGetPreviousInstruction(value)
    }
  }

  /// The values that the one successor of a block takes from it, or the block itself as a loop.
  private func carriedOn(from block: LLVMBasicBlockRef) -> Set<LLVMValueRef> {
    guard let terminator = LLVMGetBasicBlockTerminator(block) else { return [] }
    let successors = Set(
      (0..<LLVMGetNumSuccessors(terminator)).compactMap { LLVMGetSuccessor(terminator, $0) })
    var carried: Set<LLVMValueRef> = []
    for successor in successors where successors.count == 1 || successor == block {
      var instruction = LLVMGetFirstInstruction(successor)
      while let phi = instruction, LLVMIsAPHINode(phi) != nil {
        if live.contains(phi) { carried.formUnion(Self.incoming(to: phi, from: block)) }
        instruction = LLVMGetNextInstruction(phi)
      }
    }
    return carried
  }

  /// Finds what something with an effect depends on, wherever it is.
  private mutating func findLive() {
    for block in blocks {
      var instruction = LLVMGetFirstInstruction(block)
      while let value = instruction {
        if Self.hasEffect(value) { mark(value) }
        instruction = LLVMGetNextInstruction(value)
      }
    }
    while let value = pending.popLast() {
      for operand in Self.operands(of: value) { mark(operand) }
    }
  }

  private mutating func mark(_ value: LLVMValueRef) {
    if live.insert(value).inserted { pending.append(value) }
  }
}

// What LLVM says of a value.
extension LoadRelaxation {
  /// The instructions among the operands.
  private static func operands(of value: LLVMValueRef) -> [LLVMValueRef] {
    (0..<LLVMGetNumOperands(value)).compactMap { index in
      LLVMGetOperand(value, UInt32(index)).flatMap { LLVMIsAInstruction($0) }
    }
  }

  private static func incoming(
    to phi: LLVMValueRef, from block: LLVMBasicBlockRef
  ) -> [LLVMValueRef] {
    (0..<LLVMCountIncoming(phi)).compactMap { index in
      guard LLVMGetIncomingBlock(phi, index) == block else { return nil }
      return LLVMGetIncomingValue(phi, index).flatMap { LLVMIsAInstruction($0) }
    }
  }

  private static func hasVolatileLoad(_ block: LLVMBasicBlockRef) -> Bool {
    var instruction = LLVMGetFirstInstruction(block)
    while let value = instruction {
      if isVolatileLoad(value) { return true }
      instruction = LLVMGetNextInstruction(value)
    }
    return false
  }

  private static func isVolatileLoad(_ value: LLVMValueRef) -> Bool {
    LLVMGetInstructionOpcode(value) == LLVMLoad && LLVMGetVolatile(value) != 0
  }

  /// Whether an instruction matters by itself.
  ///
  /// Of the calls, those of intrinsics that give a value only compute it.
  private static func hasEffect(_ value: LLVMValueRef) -> Bool {
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
