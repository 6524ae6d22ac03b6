package import CLLVM

/// An LLVM module: functions and globals that are optimised and emitted together.
///
/// Keeps its context alive.
package final class Module {
  package let context: Context
  /// LLVM's own handle, for passes over what was built.
  package let reference: LLVMModuleRef

  /// An empty module.
  package init(named name: String, in context: Context) {
    self.context = context
    reference = LLVMModuleCreateWithNameInContext(name, context.reference)
  }

  /// A module out of LLVM's text format.
  ///
  /// Some properties of globals can only be given as text. The text is constant: it must parse.
  package init(parsing text: String, named name: String, in context: Context) {
    self.context = context
    var parsed: LLVMModuleRef?
    var message: UnsafeMutablePointer<CChar>?
    let buffer = text.withCString {
      LLVMCreateMemoryBufferWithMemoryRangeCopy($0, text.utf8.count, name)
    }
    let failed = LLVMParseIRInContext(context.reference, buffer, &parsed, &message) != 0
    guard !failed, let parsed else {
      preconditionFailure("malformed prelude: \(message.map { String(cString: $0) } ?? "")")
    }
    reference = parsed
  }

  deinit {
    LLVMDisposeModule(reference)
  }

  /// The module in LLVM's text format.
  package var text: String {
    guard let text = LLVMPrintModuleToString(reference) else { return "" }
    defer { LLVMDisposeMessage(text) }
    return String(cString: text)
  }

  /// What LLVM's verifier finds wrong, or nil if the module is well-formed.
  package func verificationFailure() -> String? {
    var message: UnsafeMutablePointer<CChar>?
    let failed = LLVMVerifyModule(reference, LLVMReturnStatusAction, &message) != 0
    defer { LLVMDisposeMessage(message) }
    return failed ? message.map { String(cString: $0) } ?? "" : nil
  }

  /// Takes triple and data layout from the machine that the module will be emitted for.
  package func setTarget(_ machine: borrowing TargetMachine) {
    let triple = LLVMGetTargetMachineTriple(machine.reference)
    defer { LLVMDisposeMessage(triple) }
    LLVMSetTarget(reference, triple)
    let layout = LLVMCreateTargetDataLayout(machine.reference)
    defer { LLVMDisposeTargetData(layout) }
    LLVMSetModuleDataLayout(reference, layout)
  }

  /// The offset of a field of a structure type, in bytes.
  package func offset(ofField index: Int, in structure: Type) -> Int {
    Int(LLVMOffsetOfElement(LLVMGetModuleDataLayout(reference), structure.reference, UInt32(index)))
  }
}

extension Module {
  /// The size of a type in an array, in bytes.
  package func sizeBytes(of type: Type) -> Int {
    Int(LLVMABISizeOfType(LLVMGetModuleDataLayout(reference), type.reference))
  }
}
