internal import CLLVM
package import LLVM

extension Module {
  /// Makes all stores volatile, so that each happens where the code has it.
  ///
  /// LLVM takes for granted that a plain load comes back: it drops a store that another one
  /// overwrites behind the load, or keeps a sum in a register for as long as a loop runs. If the
  /// load faults, memory does not have what was written before. Together with volatile loads, which
  /// stay in order with these stores, memory is after a fault what it has to be. Run it before
  /// anything moves a store.
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
  /// Makes the stores of those blocks volatile that have many loads and stores.
  ///
  /// The code generator tries to move each plain store past the volatile loads before it, and looks
  /// for stores to merge it with: in a block of 250 accesses it takes 40 µs for each, and 10 if
  /// all are volatile. Run it after all passes.
  package func orderStoresOfLongBlocks() {
    forEachBlock { block in
      var stores: [LLVMValueRef] = []
      var loadCount = 0
      forEachInstruction(in: block) { instruction in
        if LLVMIsAStoreInst(instruction) != nil { stores.append(instruction) }
        if LLVMIsALoadInst(instruction) != nil { loadCount += 1 }
      }
      guard min(stores.count, loadCount) >= Self.accessesOfLongBlock else { return }
      for store in stores { LLVMSetVolatile(store, 1) }
    }
  }

  /// No block of the ledger has as many of both.
  private static let accessesOfLongBlock = 32
}
