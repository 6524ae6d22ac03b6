internal import CLLVM
internal import LLVM

/// The instructions of a module that matter: those with an effect, and what they depend on.
struct LiveValues {
  private var values: Set<LLVMValueRef> = []

  init(in module: Module) {
    var pending: [LLVMValueRef] = []
    module.forEachInstruction { if Self.hasEffect($0) { pending.append($0) } }
    while let value = pending.popLast() {
      guard values.insert(value).inserted else { continue }
      for operand in value.operands where LLVMIsAInstruction(operand) != nil {
        pending.append(operand)
      }
    }
  }

  func contains(_ value: LLVMValueRef) -> Bool { values.contains(value) }

  /// Calls of intrinsics that give a value only compute it.
  private static func hasEffect(_ value: LLVMValueRef) -> Bool {
    switch LLVMGetInstructionOpcode(value) {
    case LLVMStore: true
    case LLVMLoad: LLVMGetVolatile(value) != 0
    case LLVMCall:
      !value.isIntrinsicCall || LLVMGetTypeKind(LLVMTypeOf(value)) == LLVMVoidTypeKind
    default: LLVMIsATerminatorInst(value) != nil
    }
  }
}
