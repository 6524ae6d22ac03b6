internal import CLLVM
package import LLVM

extension Module {
  /// Keeps the code generator from accessing a part of what a volatile load or a store is of.
  ///
  /// It does so in spite of `volatile`, where an instruction has an operand in memory and takes
  /// some lanes of it: its lower half to extend it, or those that a mask says (`masksLanes`: the
  /// processor has such). So it gets what is taken apart frozen, since it makes one instruction of
  /// two operations only if nothing is between them. And a loaded number whose bits are changed and
  /// stored again has only the bytes loaded that change, unless the store is volatile, too.
  ///
  /// Run it after all passes.
  package func keepAccessesWhole(masksLanes: Bool) {
    let builder = LLVMCreateBuilderInContext(context.reference)
    defer { LLVMDisposeBuilder(builder) }
    forEachBlock { block in
      var loaded = LoadedVectors(masksLanes: masksLanes)
      forEachInstruction(in: block) { instruction in
        if isStoreOfBits(instruction) { LLVMSetVolatile(instruction, 1) }
        for index in loaded.operandsTakenApart(by: instruction) {
          LLVMPositionBuilderBefore(builder, instruction)
          let frozen = LLVMBuildFreeze(builder, LLVMGetOperand(instruction, index), "")
          LLVMSetOperand(instruction, index, frozen)
        }
      }
    }
  }

  /// Keeps the code generator from folding loads into other instructions, by freezing their values.
  ///
  /// A folded load has the debug location of the instruction that it becomes a part of, which may
  /// stem from another function, or none if code generation itself has inserted that: a backtrace
  /// of its fault begins with the wrong function.
  ///
  /// Run it after all passes.
  package func keepLoadsApart() {
    let builder = LLVMCreateBuilderInContext(context.reference)
    defer { LLVMDisposeBuilder(builder) }
    forEachInstruction { load in
      guard LLVMIsALoadInst(load) != nil, let next = LLVMGetNextInstruction(load) else { return }
      LLVMPositionBuilderBefore(builder, next)
      let frozen = LLVMBuildFreeze(builder, load, "")
      LLVMReplaceAllUsesWith(load, frozen)
      LLVMSetOperand(frozen, 0, load)
    }
  }

  private func isStoreOfBits(_ instruction: LLVMValueRef) -> Bool {
    guard LLVMIsAStoreInst(instruction) != nil, let value = LLVMGetOperand(instruction, 0),
      LLVMIsAInstruction(value) != nil
    else { return false }
    return [LLVMAnd, LLVMOr, LLVMXor].contains(LLVMGetInstructionOpcode(value))
  }
}

/// The vectors of a block that the code generator may take for operands in memory: loaded ones,
/// and what is made of these lane by lane.
private struct LoadedVectors {
  let masksLanes: Bool
  private var values: Set<LLVMValueRef> = []

  init(masksLanes: Bool) { self.masksLanes = masksLanes }

  /// The operands of the block's next instruction that are loaded, and of which it may use a part.
  mutating func operandsTakenApart(by instruction: LLVMValueRef) -> [UInt32] {
    let operands = instruction.operands
    switch LLVMGetInstructionOpcode(instruction) {
    case LLVMLoad:
      if instruction.isVector { values.insert(instruction) }
      return []
    case LLVMStore, LLVMRet, LLVMPHI: return []
    case LLVMCall where !instruction.isIntrinsicCall: return []
    case LLVMSelect where masksLanes && (instruction.isVector || instruction.isFloat):
      // Masks also apply to what is loaded as a number and repeated in all lanes.
      return [1, 2].filter { LLVMIsAInstruction(operands[Int($0)]) != nil }
    case let opcode:
      let loaded = operands.indices.filter { values.contains(operands[$0]) }
      if loaded.isEmpty { return [] }
      guard instruction.isVector, isLaneByLane(opcode) else { return loaded.map { UInt32($0) } }
      values.insert(instruction)
      return []
    }
  }

  /// Whether a vector that such an instruction gives needs the operands' lanes all in the same way.
  private func isLaneByLane(_ opcode: LLVMOpcode) -> Bool {
    switch opcode {
    case LLVMAdd, LLVMSub, LLVMMul, LLVMShl, LLVMLShr, LLVMAShr, LLVMAnd, LLVMOr, LLVMXor,
      LLVMFNeg, LLVMFAdd, LLVMFSub, LLVMFMul, LLVMFDiv, LLVMZExt, LLVMSExt, LLVMBitCast:
      true
    case LLVMSelect, LLVMICmp, LLVMFCmp: !masksLanes
    default: false
    }
  }
}
