internal import CLLVM

/// Appends instructions at the end of a block.
package struct Builder: ~Copyable {
  package let context: Context
  let reference: LLVMBuilderRef

  package init(in context: Context) {
    self.context = context
    reference = LLVMCreateBuilderInContext(context.reference)
  }

  deinit {
    LLVMDisposeBuilder(reference)
  }

  package func position(atEndOf block: Block) {
    LLVMPositionBuilderAtEnd(reference, block.reference)
  }

  /// The block that instructions are appended to.
  package var block: Block { Block(LLVMGetInsertBlock(reference)) }

  // Control

  package func branch(to target: Block) {
    LLVMBuildBr(reference, target.reference)
  }

  /// Branches on an `i1`; `likely` is the way that it nearly always takes, if known.
  package func branch(
    if condition: Value, then: Block, else other: Block, likely: Bool? = nil
  ) {
    let branch = LLVMBuildCondBr(
      reference, condition.reference, then.reference, other.reference)
    guard let likely, let branch else { return }
    let weights: [UInt64] = likely ? [100_000, 1] : [1, 100_000]
    let name = LLVMMDStringInContext2(context.reference, "branch_weights", 14)
    var fields: [LLVMMetadataRef?] =
      [name] + weights.map { LLVMValueAsMetadata(context.i32.constant($0).reference) }
    let node = LLVMMDNodeInContext2(context.reference, &fields, fields.count)
    let kind = context.metadataKind("prof")
    LLVMSetMetadata(branch, kind, LLVMMetadataAsValue(context.reference, node))
  }

  /// Branches to the block that goes with the constant equal to `value`, else to `other`.
  package func `switch`(_ value: Value, cases: [(Value, Block)], default other: Block) {
    let instruction = LLVMBuildSwitch(
      reference, value.reference, other.reference, UInt32(cases.count))
    for (constant, block) in cases {
      LLVMAddCase(instruction, constant.reference, block.reference)
    }
  }

  package func returnVoid() { LLVMBuildRetVoid(reference) }

  package func `return`(_ value: Value) { LLVMBuildRet(reference, value.reference) }

  package func unreachable() { LLVMBuildUnreachable(reference) }

  package func phi(_ type: Type) -> Phi {
    Phi(value: Value(LLVMBuildPhi(reference, type.reference, "")))
  }

  /// One of two values, without a branch.
  package func select(_ condition: Value, _ then: Value, _ other: Value) -> Value {
    Value(
      LLVMBuildSelect(reference, condition.reference, then.reference, other.reference, ""))
  }

  // Calls

  /// Calls a function, in its own convention.
  @discardableResult
  package func call(_ function: Function, _ arguments: [Value]) -> Value {
    let call = call(
      function.value, type: function.type, arguments, convention: .c)
    LLVMSetInstructionCallConv(
      call.reference, LLVMGetFunctionCallConv(function.value.reference))
    return call
  }

  /// Calls through a pointer.
  @discardableResult
  package func call(
    _ callee: Value, type: Type, _ arguments: [Value], convention: CallingConvention
  ) -> Value {
    var references: [LLVMValueRef?] = arguments.map(\.reference)
    let call = Value(
      LLVMBuildCall2(
        reference, type.reference, callee.reference, &references, UInt32(arguments.count), ""))
    LLVMSetInstructionCallConv(call.reference, convention.number)
    return call
  }

  /// A value, passed through the assembler in one register: no pass knows what it is.
  package func opaque(_ value: Value) -> Value {
    var type: LLVMTypeRef? = value.type.reference
    let function = LLVMFunctionType(type, &type, 1, 0)
    let (code, constraints) = ("", "=r,0")
    let assembly = LLVMGetInlineAsm(
      function, code, code.utf8.count, constraints, constraints.utf8.count, 1, 0,
      LLVMInlineAsmDialectATT, 0)
    var argument: LLVMValueRef? = value.reference
    return Value(LLVMBuildCall2(reference, function, assembly, &argument, 1, ""))
  }

  /// Makes all earlier stores visible to a handler that interrupts the code here.
  package func fenceInThread() {
    LLVMBuildFence(reference, LLVMAtomicOrderingSequentiallyConsistent, 1, "")
  }

  /// Makes a call give up the caller's frame; its result must be returned at once.
  package func setMustTail(_ call: Value) {
    LLVMSetTailCallKind(call.reference, LLVMTailCallKindMustTail)
    setTailCallLocation(of: call)
  }

  /// Calls an intrinsic function that is overloaded on `types`.
  @discardableResult
  package func intrinsic(
    _ name: String, overloads types: [Type] = [], _ arguments: [Value], in module: Module
  ) -> Value {
    let function = module.intrinsic(name, overloads: types)
    return call(function.value, type: function.type, arguments, convention: .c)
  }

  // Aggregates

  /// The structure or array with one element replaced.
  package func insert(_ value: Value, into aggregate: Value, at index: Int) -> Value {
    Value(
      LLVMBuildInsertValue(
        reference, aggregate.reference, value.reference, UInt32(index), ""))
  }

  package func extract(_ index: Int, from aggregate: Value) -> Value {
    Value(LLVMBuildExtractValue(reference, aggregate.reference, UInt32(index), ""))
  }
}

extension Module {
  /// Declares an intrinsic function.
  package func intrinsic(_ name: String, overloads types: [Type] = []) -> Function {
    let identifier = LLVMLookupIntrinsicID(name, name.utf8.count)
    precondition(identifier != 0, "LLVM has no intrinsic \(name)")
    var references: [LLVMTypeRef?] = types.map(\.reference)
    guard
      let function = LLVMGetIntrinsicDeclaration(reference, identifier, &references, types.count)
    else { preconditionFailure("LLVM can't declare \(name)") }
    return Function(value: Value(function), type: Type(LLVMGlobalGetValueType(function)))
  }
}
