internal import CLLVM
package import LLVM

// An access of a Wasm memory is also its check: the fault is the trap. LLVM deletes a plain load
// that nothing uses, moves it to the branch that uses it, or loads only the bytes that are used. It
// does none of this to a volatile load, but neither what is sound, such as making one load of two.
// So loads begin volatile, are plain while most passes run, and are volatile again when code is
// generated. While they are plain, each has a *keeper*: a call whose only purpose is to need the
// whole value where it is.
extension Module {
  /// Makes volatile loads plain, and gives each a keeper.
  ///
  /// Run it when calls are inlined: keepers make a function look expensive.
  package func relaxLoads() {
    let keepers = LoadKeepers(in: self)
    forEachLoad { load in
      guard LLVMGetVolatile(load) != 0 else { return }
      LLVMSetVolatile(load, 0)
      keepers.add(to: load)
    }
  }

  /// Takes the keepers away, and makes volatile the loads that nothing else needs.
  ///
  /// The others stay plain, for passes that no keeper may disturb. These must neither look for
  /// reasons why a value is not needed, nor move loads.
  package func releaseLoads() {
    LoadKeepers(in: self).removeAll()
    let live = LiveValues(in: self)
    forEachLoad { load in
      if !live.contains(load) { LLVMSetVolatile(load, 1) }
    }
  }

  /// Makes all loads volatile but those that are not of a Wasm memory: of what never changes, and
  /// of what the module itself defines.
  package func holdLoads() {
    let invariant = context.metadataKind("invariant.load")
    forEachLoad { load in
      guard LLVMGetMetadata(load, invariant) == nil, !isOfDefinedGlobal(load) else { return }
      LLVMSetVolatile(load, 1)
    }
  }

  private func isOfDefinedGlobal(_ load: LLVMValueRef) -> Bool {
    var address = LLVMGetOperand(load, 0)
    while let offset = address, isOffset(offset) { address = LLVMGetOperand(offset, 0) }
    return address.map { LLVMIsAGlobalVariable($0) != nil && LLVMGetInitializer($0) != nil } == true
  }

  private func isOffset(_ address: LLVMValueRef) -> Bool {
    LLVMIsAGetElementPtrInst(address) != nil
      || LLVMIsAConstantExpr(address) != nil
        && LLVMGetConstOpcode(address) == LLVMGetElementPtr
  }

  private func forEachLoad(_ body: (LLVMValueRef) -> Void) {
    forEachInstruction { if LLVMIsALoadInst($0) != nil { body($0) } }
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

  func removeAll() {
    var function = LLVMGetFirstFunction(module.reference)
    while let current = function {
      function = LLVMGetNextFunction(current)
      guard isKeeper(current) else { continue }
      while let use = LLVMGetFirstUse(current), let call = LLVMGetUser(use) {
        LLVMInstructionEraseFromParent(call)
      }
      LLVMDeleteFunction(current)
    }
  }

  private func isKeeper(_ function: LLVMValueRef) -> Bool {
    var size = 0
    guard let name = LLVMGetValueName2(function, &size) else { return false }
    return UnsafeRawBufferPointer(start: name, count: size).starts(with: Self.prefix.utf8)
  }
}
