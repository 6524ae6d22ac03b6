internal import CLLVM

/// Which loads of a function LLVM can neither delete nor move away.
///
/// Those are the loads whose value something in the same block needs, which always runs to its end:
/// a store, a call, a branch, or another load that stays.
struct LoadNeeds {
  private let blocks: [LLVMBasicBlockRef]
  /// What something with an effect depends on, wherever it is.
  private var live: Set<LLVMValueRef> = []
  private var pending: [LLVMValueRef] = []
  /// By block, what it needs of all that it may be handed; nil if it is enough that this is live.
  private var needed: [LLVMBasicBlockRef: Set<LLVMValueRef>]?

  /// Looks at a function as it is.
  ///
  /// Where loads have no keepers, `needsAtOnce` should hold: what a block hands on to the next one
  /// must be needed right there. If it matters on some of the ways from there only, passes move
  /// its computation to these.
  init(of function: LLVMValueRef, needsAtOnce: Bool) {
    var blocks: [LLVMBasicBlockRef] = []
    var block = LLVMGetFirstBasicBlock(function)
    while let current = block {
      blocks.append(current)
      block = LLVMGetNextBasicBlock(current)
    }
    self.blocks = blocks
    findLive()
    guard needsAtOnce else { return }
    needed = Dictionary(
      uniqueKeysWithValues: blocks.map { ($0, needs(in: $0, carriedOn: []).whole) })
  }

  /// Tells of each load whether it is needed.
  ///
  /// The body may make it volatile, or plain: what it needs itself is decided after that.
  func forEachLoad(_ body: (_ load: LLVMValueRef, _ isNeeded: Bool) -> Void) {
    for block in blocks { _ = needs(in: block, carriedOn: carriedOn(from: block), body) }
  }

  /// What is needed at the start of a block.
  private func needs(
    in block: LLVMBasicBlockRef, carriedOn: Set<LLVMValueRef>,
    _ body: (_ load: LLVMValueRef, _ isNeeded: Bool) -> Void = { _, _ in }
  ) -> Needs {
    var needs = Needs(whole: carriedOn)
    // From the end to the start: what follows an instruction decides whether it is needed.
    var instruction = LLVMGetLastInstruction(block)
    while let value = instruction {
      instruction = LLVMGetPreviousInstruction(value)
      let isNeeded = needs.whole.contains(value) || needs.parts.contains(value)
      if LLVMGetInstructionOpcode(value) == LLVMLoad { body(value, isNeeded) }
      guard LLVMIsAPHINode(value) == nil else { continue }
      if Self.hasEffect(value) || needs.whole.contains(value) {
        needs.addOperands(of: value)
      } else if isNeeded {
        needs.addOperands(ofPart: value)
      }
    }
    return needs
  }

  /// The values that the one successor of a block takes from it, or the block itself as a loop.
  private func carriedOn(from block: LLVMBasicBlockRef) -> Set<LLVMValueRef> {
    guard let terminator = LLVMGetBasicBlockTerminator(block) else { return [] }
    let successors = Set(
      (0..<LLVMGetNumSuccessors(terminator)).compactMap { LLVMGetSuccessor(terminator, $0) })
    var carried: Set<LLVMValueRef> = []
    for successor in successors where successors.count == 1 || successor == block {
      let needed = successor == block ? live : needed?[successor] ?? live
      var instruction = LLVMGetFirstInstruction(successor)
      while let phi = instruction, LLVMIsAPHINode(phi) != nil {
        if needed.contains(phi) { carried.formUnion(Self.incoming(to: phi, from: block)) }
        instruction = LLVMGetNextInstruction(phi)
      }
    }
    return carried
  }

  private mutating func findLive() {
    for block in blocks {
      var instruction = LLVMGetFirstInstruction(block)
      while let value = instruction {
        if Self.hasEffect(value) { mark(value) }
        instruction = LLVMGetNextInstruction(value)
      }
    }
    while let value = pending.popLast() {
      for operand in value.operandInstructions { mark(operand) }
    }
  }

  private mutating func mark(_ value: LLVMValueRef) {
    if live.insert(value).inserted { pending.append(value) }
  }

  private static func incoming(
    to phi: LLVMValueRef, from block: LLVMBasicBlockRef
  ) -> [LLVMValueRef] {
    (0..<LLVMCountIncoming(phi)).compactMap { index in
      guard LLVMGetIncomingBlock(phi, index) == block else { return nil }
      return LLVMGetIncomingValue(phi, index).flatMap { LLVMIsAInstruction($0) }
    }
  }

  /// Whether an instruction matters by itself.
  ///
  /// Of the calls, those of intrinsics that give a value only compute it.
  private static func hasEffect(_ value: LLVMValueRef) -> Bool {
    switch LLVMGetInstructionOpcode(value) {
    case LLVMStore: true
    case LLVMLoad: LLVMGetVolatile(value) != 0
    case LLVMCall:
      value.intrinsicName == nil || LLVMGetTypeKind(LLVMTypeOf(value)) == LLVMVoidTypeKind
    default: LLVMIsATerminatorInst(value) != nil
    }
  }
}

/// What the instructions of a block that were looked at need.
///
/// Of some vectors only some lanes are needed. What they are made of need not be needed then: the
/// lanes may be those that are zeros.
private struct Needs {
  var whole: Set<LLVMValueRef>
  var parts: Set<LLVMValueRef> = []

  /// Adds what a value needs all of which is needed.
  mutating func addOperands(of value: LLVMValueRef) {
    switch LLVMGetInstructionOpcode(value) {
    case LLVMShuffleVector: addShuffled(value)
    case LLVMExtractElement: add(value.operandInstructions, to: \.parts)
    case LLVMInsertElement:
      // The vector has lost a lane, the element is all there.
      add(LLVMGetOperand(value, 0).instruction, to: \.parts)
      add(LLVMGetOperand(value, 1).instruction, to: \.whole)
    case LLVMCall where value.isOfOneProcessor: break
    default: add(value.operandInstructions, to: \.whole)
    }
  }

  /// Adds what a value needs some lanes of which are needed.
  mutating func addOperands(ofPart value: LLVMValueRef) {
    switch LLVMGetInstructionOpcode(value) {
    case LLVMShuffleVector, LLVMExtractElement, LLVMInsertElement: break
    case LLVMCall where value.isOfOneProcessor: break
    default: add(value.operandInstructions, to: \.parts)
    }
  }

  private mutating func addShuffled(_ value: LLVMValueRef) {
    let laneCount = LLVMGetVectorSize(LLVMTypeOf(LLVMGetOperand(value, 0)))
    let lanes = Set((0..<LLVMGetNumMaskElements(value)).map { LLVMGetMaskValue(value, $0) })
    for index in 0..<UInt32(2) {
      let own = Int32(index * laneCount)..<Int32((index + 1) * laneCount)
      let count = lanes.count { own.contains($0) }
      guard count > 0 else { continue }
      add(
        LLVMGetOperand(value, index).instruction, to: count == own.count ? \.whole : \.parts)
    }
  }

  private mutating func add(
    _ values: [LLVMValueRef], to needs: WritableKeyPath<Needs, Set<LLVMValueRef>>
  ) {
    self[keyPath: needs].formUnion(values)
  }
}

extension LLVMValueRef? {
  /// The value if it is an instruction.
  fileprivate var instruction: [LLVMValueRef] {
    flatMap { LLVMIsAInstruction($0) }.map { [$0] } ?? []
  }
}

extension LLVMValueRef {
  /// The instructions among the operands.
  fileprivate var operandInstructions: [LLVMValueRef] {
    (0..<LLVMGetNumOperands(self)).flatMap { LLVMGetOperand(self, UInt32($0)).instruction }
  }

  /// Of a call: the name of the intrinsic that it is of.
  fileprivate var intrinsicName: String? {
    guard let callee = LLVMGetCalledValue(self), LLVMIsAFunction(callee) != nil,
      LLVMGetIntrinsicID(callee) != 0
    else { return nil }
    var size = 0
    return LLVMGetValueName2(callee, &size).map { String(cString: $0) }
  }

  /// Whether a call is of an intrinsic that moves lanes in a way of one processor's.
  fileprivate var isOfOneProcessor: Bool {
    guard let name = intrinsicName else { return false }
    return ["llvm.x86.", "llvm.aarch64."].contains { name.hasPrefix($0) }
  }
}
