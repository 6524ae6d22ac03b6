internal import CLLVM

// An access of a Wasm memory is also its check: the fault is the trap. LLVM deletes a plain load
// that nothing uses, or moves it to the branch that uses it, and its fault with it. So loads begin
// volatile, and are plain while most passes run only if they have a *keeper* meanwhile: a call that
// does nothing but need the value where it is.
extension Module {
  /// Makes plain the volatile loads that something in their own block certainly needs, and gives
  /// each a keeper.
  ///
  /// Run it when calls are inlined and code is simplified: then few reasons are left for a value to
  /// lose its users, and few loads for `settleLoads` to make volatile again.
  package func relaxLoads() {
    let keepers = LoadKeepers(in: self)
    forEachFunction { function in
      LoadNeeds(of: function, needsAtOnce: false).forEachLoad { load, isNeeded in
        guard isNeeded, LLVMGetVolatile(load) != 0 else { return }
        LLVMSetVolatile(load, 0)
        keepers.add(to: load)
      }
    }
  }

  /// Takes the keepers away, and makes volatile what they have kept and nothing else now would.
  package func settleLoads() {
    let kept = LoadKeepers(in: self).removeAll()
    forEachFunction { function in
      LoadNeeds(of: function, needsAtOnce: true).forEachLoad { load, isNeeded in
        if !isNeeded, kept.contains(load) { LLVMSetVolatile(load, 1) }
      }
    }
  }

  private func forEachFunction(_ body: (LLVMValueRef) -> Void) {
    var function = LLVMGetFirstFunction(reference)
    while let current = function {
      body(current)
      function = LLVMGetNextFunction(current)
    }
  }
}

/// The calls that keep loads where they are.
///
/// They are of functions that exist nowhere, one a type. To LLVM they write memory that no code can
/// reach, so they stay, and nothing else has to.
private struct LoadKeepers {
  private let module: Module
  private static let prefix = "keep.load."

  init(in module: Module) { self.module = module }

  /// Lets a keeper follow a load.
  func add(to load: LLVMValueRef) {
    let context = module.context.reference
    let builder = LLVMCreateBuilderInContext(context)
    defer { LLVMDisposeBuilder(builder) }
    LLVMPositionBuilderBefore(builder, LLVMGetNextInstruction(load))
    var parameter: LLVMTypeRef? = LLVMTypeOf(load)
    let type = LLVMFunctionType(LLVMVoidTypeInContext(context), &parameter, 1, 0)
    var argument: LLVMValueRef? = load
    _ = LLVMBuildCall2(builder, type, function(type, of: parameter), &argument, 1, "")
  }

  private func function(_ type: LLVMTypeRef?, of value: LLVMTypeRef?) -> LLVMValueRef? {
    let text = LLVMPrintTypeToString(value)
    defer { LLVMDisposeMessage(text) }
    let name = Self.prefix + (text.map { String(cString: $0) } ?? "")
    if let function = LLVMGetNamedFunction(module.reference, name) { return function }
    guard let function = LLVMAddFunction(module.reference, name, type) else { return nil }
    for flag in ["nounwind", "willreturn", "nosync", "nofree", "nocallback"] {
      module.context.add(.flag(flag), toFunction: function)
    }
    // memory(inaccessiblemem: write): two bits a kind of memory, this being the second.
    module.context.add(.number("memory", 2 << 2), toFunction: function)
    return function
  }

  /// Takes all away; the loads that they have kept.
  func removeAll() -> Set<LLVMValueRef> {
    var kept: Set<LLVMValueRef> = []
    var function = LLVMGetFirstFunction(module.reference)
    while let current = function {
      function = LLVMGetNextFunction(current)
      guard isKeeper(current) else { continue }
      while let use = LLVMGetFirstUse(current) {
        guard let call = LLVMGetUser(use) else { break }
        if let value = LLVMGetOperand(call, 0) { addLoads(behind: value, to: &kept) }
        LLVMInstructionEraseFromParent(call)
      }
      LLVMDeleteFunction(current)
    }
    return kept
  }

  private func isKeeper(_ function: LLVMValueRef) -> Bool {
    var size = 0
    guard let name = LLVMGetValueName2(function, &size) else { return false }
    return UnsafeRawBufferPointer(start: name, count: size).starts(with: Self.prefix.utf8)
  }

  /// A load may have become several, or a part of something.
  private func addLoads(behind value: LLVMValueRef, to kept: inout Set<LLVMValueRef>) {
    var pending = [value]
    var seen: Set<LLVMValueRef> = []
    while let value = pending.popLast() {
      guard LLVMIsAInstruction(value) != nil, seen.insert(value).inserted else { continue }
      if LLVMGetInstructionOpcode(value) == LLVMLoad {
        kept.insert(value)
      } else {
        pending += (0..<LLVMGetNumOperands(value)).compactMap { LLVMGetOperand(value, UInt32($0)) }
      }
    }
  }
}
