internal import CLLVM

extension Module {
  /// Makes all stores volatile, so that each happens where the code has it.
  ///
  /// LLVM takes for granted that a plain load comes back: it drops a store that another one
  /// overwrites behind the load, or keeps a sum in a register for as long as a loop runs. If the
  /// load faults, memory lacks what was written before. Together with volatile loads, which stay
  /// in order with these stores, memory is after a fault what it has to be. Run it before anything
  /// moves a store.
  package func keepStores() {
    let isVolatile = context.i1.constant(UInt64(1)).reference
    forEachInstruction { instruction in
      if LLVMIsAStoreInst(instruction) != nil {
        LLVMSetVolatile(instruction, 1)
      } else if LLVMIsAMemIntrinsic(instruction) != nil {
        // The last argument of `llvm.memset`, `llvm.memcpy` and `llvm.memmove`.
        LLVMSetOperand(instruction, 3, isVolatile)
      }
    }
  }
}
