internal import CLLVM
package import LLVM
internal import Lowering

// How deep calls may nest is told by the end of the stack, which costs nothing. So that it tells
// what it is to tell, frames are made as large as they are meant to be: room that nobody uses takes
// no instruction.
extension Module {
  /// Makes room in the frames of functions that have `ModuleLowering.frameAttribute` and call
  /// others with it, or call through pointers.
  ///
  /// Run it last: passes know nothing of what uses the room.
  package func padFrames() {
    var function = LLVMGetFirstFunction(reference)
    while let current = function {
      function = LLVMGetNextFunction(current)
      if let size = frameBytes(of: current), size > 0 { pad(current, by: size) }
    }
  }

  private func frameBytes(of function: LLVMValueRef) -> UInt64? {
    let name = ModuleLowering.frameAttribute
    guard
      let attribute = LLVMGetStringAttributeAtIndex(
        function, AttributeTarget.function.index, name, UInt32(name.utf8.count))
    else { return nil }
    var size: UInt32 = 0
    let text = UnsafeRawBufferPointer(
      start: LLVMGetStringAttributeValue(attribute, &size), count: Int(size))
    return UInt64(String(decoding: text, as: UTF8.self))
  }

  /// The room is used right before calls, by no instruction: where there are none, on short ways
  /// through the function, no frame has to be made.
  private func pad(_ function: LLVMValueRef, by size: UInt64) {
    let calls = nestingCalls(in: function)
    guard !calls.isEmpty, let first = LLVMGetFirstInstruction(LLVMGetEntryBasicBlock(function))
    else { return }
    let context = self.context.reference
    let builder = LLVMCreateBuilderInContext(context)
    defer { LLVMDisposeBuilder(builder) }
    LLVMPositionBuilderBefore(builder, first)
    let roomType = LLVMArrayType2(LLVMInt8TypeInContext(context), size)
    var room = LLVMBuildAlloca(builder, roomType, "")
    var pointer = LLVMPointerTypeInContext(context, 0)
    let type = LLVMFunctionType(LLVMVoidTypeInContext(context), &pointer, 1, 0)
    let constraints = "=*m"
    var text: CChar = 0
    let use = LLVMGetInlineAsm(
      type, &text, 0, constraints, constraints.utf8.count, 1, 0, LLVMInlineAsmDialectATT, 0)
    let kind = LLVMGetEnumAttributeKindForName("elementtype", 11)
    for call in calls {
      LLVMPositionBuilderBefore(builder, call)
      let added = LLVMBuildCall2(builder, type, use, &room, 1, "")
      LLVMAddCallSiteAttribute(added, 1, LLVMCreateTypeAttribute(context, kind, roomType))
    }
  }

  /// The calls whose callees may call on: not the last ones of a function that give up its frame.
  private func nestingCalls(in function: LLVMValueRef) -> [LLVMValueRef] {
    var calls: [LLVMValueRef] = []
    var block = LLVMGetFirstBasicBlock(function)
    while let current = block {
      block = LLVMGetNextBasicBlock(current)
      var instruction = LLVMGetFirstInstruction(current)
      while let candidate = instruction {
        instruction = LLVMGetNextInstruction(candidate)
        guard LLVMGetInstructionOpcode(candidate) == LLVMCall,
          LLVMGetTailCallKind(candidate) != LLVMTailCallKindMustTail,
          let callee = LLVMGetCalledValue(candidate), LLVMIsAInlineAsm(callee) == nil,
          LLVMIsAFunction(callee) == nil || frameBytes(of: callee) != nil
        else { continue }
        calls.append(candidate)
      }
    }
    return calls
  }
}
