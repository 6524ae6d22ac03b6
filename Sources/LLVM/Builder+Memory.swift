internal import CLLVM

extension Builder {
  /// A slot of the frame; belongs into the entry block, where LLVM turns it into registers.
  package func alloca(_ type: Type) -> Value {
    Value(LLVMBuildAlloca(reference, type.reference, ""))
  }

  /// Loads a value; `alignment` in bytes is a promise, so 1 where the address can be anything.
  package func load(_ type: Type, from address: Value, alignment: Int, isVolatile: Bool = false)
    -> Value
  {
    let load = Value(LLVMBuildLoad2(reference, type.reference, address.reference, ""))
    LLVMSetAlignment(load.reference, UInt32(alignment))
    if isVolatile { LLVMSetVolatile(load.reference, 1) }
    return load
  }

  /// Loads a value of which it is known that nothing changes it as long as code may look.
  package func loadInvariant(_ type: Type, from address: Value, alignment: Int) -> Value {
    let load = load(type, from: address, alignment: alignment)
    let node = LLVMMDNodeInContext2(context.reference, nil, 0)
    LLVMSetMetadata(
      load.reference, context.metadataKind("invariant.load"),
      LLVMMetadataAsValue(context.reference, node))
    return load
  }

  /// Stores a value; for `alignment` see `load`.
  package func store(
    _ value: Value, to address: Value, alignment: Int, isVolatile: Bool = false
  ) {
    let store = LLVMBuildStore(reference, value.reference, address.reference)
    LLVMSetAlignment(store, UInt32(alignment))
    if isVolatile { LLVMSetVolatile(store, 1) }
  }

  /// Keeps LLVM from moving memory accesses across this place; emits no instruction.
  package func fence() {
    LLVMBuildFence(reference, LLVMAtomicOrderingSequentiallyConsistent, 1, "")
  }

  /// The address `offset` bytes after `base`, which lies in the same object.
  package func offset(_ base: Value, by offset: Value) -> Value {
    var indexes: [LLVMValueRef?] = [offset.reference]
    let flags = LLVMGEPNoWrapFlags(LLVMGEPFlagInBounds | LLVMGEPFlagNUW)
    return Value(
      LLVMBuildGEPWithNoWrapFlags(
        reference, context.i8.reference, base.reference, &indexes, 1, "", flags))
  }

  /// The address of an element of an array or vector of `element` at `base`.
  package func element(_ index: Value, of element: Type, at base: Value) -> Value {
    var indexes: [LLVMValueRef?] = [index.reference]
    return Value(
      LLVMBuildInBoundsGEP2(
        reference, element.reference, base.reference, &indexes, 1, ""))
  }

  /// Fills `size` bytes with a byte; `size` may be zero.
  package func fill(_ address: Value, with byte: Value, size: Value) {
    LLVMBuildMemSet(reference, address.reference, byte.reference, size.reference, 1)
  }

  /// Copies bytes between ranges that may overlap.
  package func move(to destination: Value, from source: Value, size: Value) {
    LLVMBuildMemMove(reference, destination.reference, 1, source.reference, 1, size.reference)
  }

  /// Copies bytes between ranges that don't overlap.
  package func copy(to destination: Value, from source: Value, size: Value) {
    LLVMBuildMemCpy(reference, destination.reference, 1, source.reference, 1, size.reference)
  }
}
