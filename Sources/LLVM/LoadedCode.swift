internal import CLLVM

/// Machine code in this process: object files, linked at low addresses with given symbols.
///
/// No page of it is ever writable and executable at once. Its memory is given back with it.
package final class LoadedCode {
  private let session: LLVMOrcLLJITRef
  /// LLVM holds on to it without owning it.
  private let directory = SectionDirectory()

  /// What LLVM says of objects that it can't load.
  package struct Failure: Error {
    package let reason: String
  }

  /// Loads objects; what one refers to must be in another or in `symbols`.
  package init(objects: [[UInt8]], symbols: [String: UInt]) throws(Failure) {
    do {
      try Library.load()
    } catch {
      throw Failure(reason: "\(error)")
    }
    TargetMachine.requireNativeTarget()
    let builder = LLVMOrcCreateLLJITBuilder()
    LLVMOrcLLJITBuilderSetObjectLinkingLayerCreator(
      builder, { directory, session, _ in CodeMemory.makeLayer(session, directory) },
      Unmanaged.passUnretained(directory).toOpaque())
    var session: LLVMOrcLLJITRef?
    try Self.check(LLVMOrcCreateLLJIT(&session, builder))
    guard let session else { preconditionFailure("LLVM can't load code") }
    self.session = session
    // Errors are thrown, too; LLVM would print them.
    LLVMOrcExecutionSessionSetErrorReporter(
      LLVMOrcLLJITGetExecutionSession(session), { _, error in LLVMConsumeError(error) }, nil)
    try define(symbols)
    for object in objects {
      let buffer = object.withUnsafeBytes { bytes in
        LLVMCreateMemoryBufferWithMemoryRangeCopy(
          bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count, "object")
      }
      try Self.check(
        LLVMOrcLLJITAddObjectFile(session, LLVMOrcLLJITGetMainJITDylib(session), buffer))
    }
  }

  deinit {
    if let error = LLVMOrcDisposeLLJIT(session) { LLVMConsumeError(error) }
  }

  /// The address of a symbol that an object defines.
  ///
  /// The first lookup links the objects.
  package func address(of symbol: String) throws(Failure) -> UInt {
    var address: LLVMOrcExecutorAddress = 0
    try Self.check(LLVMOrcLLJITLookup(session, &address, symbol))
    return UInt(address)
  }

  /// The sections of data with this name, of objects that are linked; they last as long as this.
  package func sections(named name: String) -> [UnsafeRawBufferPointer] {
    directory.sections(named: name)
  }

  private func define(_ symbols: [String: UInt]) throws(Failure) {
    guard !symbols.isEmpty else { return }
    var pairs = symbols.map { name, address in
      LLVMOrcCSymbolMapPair(
        Name: LLVMOrcLLJITMangleAndIntern(session, name),
        Sym: LLVMJITEvaluatedSymbol(
          Address: LLVMOrcExecutorAddress(address),
          Flags: LLVMJITSymbolFlags(
            GenericFlags: UInt8(LLVMJITSymbolGenericFlagsExported.rawValue), TargetFlags: 0)))
    }
    try Self.check(
      LLVMOrcJITDylibDefine(
        LLVMOrcLLJITGetMainJITDylib(session), LLVMOrcAbsoluteSymbols(&pairs, pairs.count)))
  }

  private static func check(_ error: LLVMErrorRef?) throws(Failure) {
    guard let error, let message = LLVMGetErrorMessage(error) else { return }
    defer { LLVMDisposeErrorMessage(message) }
    throw Failure(reason: String(cString: message))
  }
}
