package import CLLVM

/// A value: an instruction's result, a constant, a parameter or a global's address.
package struct Value: Equatable {
  package let reference: LLVMValueRef

  init(_ reference: LLVMValueRef) { self.reference = reference }

  package var type: Type { Type(LLVMTypeOf(reference)) }

  /// Whether it is a constant, and zero.
  package var isZero: Bool { LLVMIsNull(reference) != 0 }
}

/// A basic block.
package struct Block: Equatable {
  let reference: LLVMBasicBlockRef

  init(_ reference: LLVMBasicBlockRef) { self.reference = reference }

  /// Removes the block, to which nothing may refer.
  package func erase() { LLVMDeleteBasicBlock(reference) }

  /// Whether any branch leads here.
  package var isBranchTarget: Bool { LLVMGetFirstUse(LLVMBasicBlockAsValue(reference)) != nil }

  /// Forbids that the loop whose header this is, and which begins after `entry`, becomes one of
  /// vectors; to be called once all branches to it are there.
  package func forbidVectors(after entry: Block, in context: Context) {
    let name = "llvm.loop.vectorize.enable"
    let no = context.i1.constant(0)
    var option: [LLVMMetadataRef?] = [
      LLVMMDStringInContext2(context.reference, name, name.utf8.count),
      LLVMValueAsMetadata(no.reference),
    ]
    // What tells a loop from all others is that the first element of its node is the node itself.
    let itself = LLVMTemporaryMDNode(context.reference, nil, 0)
    var elements = [itself, LLVMMDNodeInContext2(context.reference, &option, option.count)]
    let node = LLVMMDNodeInContext2(context.reference, &elements, elements.count)
    LLVMMetadataReplaceAllUsesWith(itself, node)
    let kind = context.metadataKind("llvm.loop")
    var use = LLVMGetFirstUse(LLVMBasicBlockAsValue(reference))
    while let current = use {
      let branch = LLVMGetUser(current)
      if LLVMGetInstructionParent(branch) != entry.reference {
        LLVMSetMetadata(branch, kind, LLVMMetadataAsValue(context.reference, node))
      }
      use = LLVMGetNextUse(current)
    }
  }

  /// Puts the block after another one in the order of the function.
  package func move(after other: Block) {
    LLVMMoveBasicBlockAfter(reference, other.reference)
  }
}

/// A function: its address as a value, and its type, which calls need.
package struct Function {
  package let value: Value
  package let type: Type

  package func parameter(_ index: Int) -> Value {
    Value(LLVMGetParam(value.reference, UInt32(index)))
  }

  package func appendBlock(_ name: String, in context: Context) -> Block {
    Block(LLVMAppendBasicBlockInContext(context.reference, value.reference, name))
  }
}

/// A phi that still gets its incoming edges.
package struct Phi {
  package let value: Value

  /// Adds the value that the phi has when control comes from the block.
  package func addIncoming(_ incoming: Value, from block: Block) {
    var values: [LLVMValueRef?] = [incoming.reference]
    var blocks: [LLVMBasicBlockRef?] = [block.reference]
    LLVMAddIncoming(value.reference, &values, &blocks, 1)
  }
}
