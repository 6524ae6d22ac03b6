internal import CLLVM

/// Machine code in this process: an object file, linked at low addresses with given symbols.
///
/// No page of it is ever writable and executable at once. Its memory is given back with it.
package final class LoadedCode {
  private let session: LLVMOrcLLJITRef
  /// LLVM holds on to it without owning it.
  private let memory = CodeMemory()

  /// Loads an object, all of whose undefined symbols must be in `symbols`.
  package init(object: [UInt8], symbols: [String: UInt]) {
    let builder = LLVMOrcCreateLLJITBuilder()
    LLVMOrcLLJITBuilderSetObjectLinkingLayerCreator(
      builder, { context, session, _ in CodeMemory.at(context).makeLayer(session) },
      Unmanaged.passUnretained(memory).toOpaque())
    var session: LLVMOrcLLJITRef?
    Self.check(LLVMOrcCreateLLJIT(&session, builder))
    guard let session else { preconditionFailure("LLVM can't load code") }
    self.session = session
    define(symbols)
    let buffer = object.withUnsafeBytes { bytes in
      LLVMCreateMemoryBufferWithMemoryRangeCopy(
        bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count, "object")
    }
    Self.check(
      LLVMOrcLLJITAddObjectFile(session, LLVMOrcLLJITGetMainJITDylib(session), buffer))
  }

  deinit {
    Self.check(LLVMOrcDisposeLLJIT(session))
  }

  /// The address of a symbol that the object defines.
  package func address(of symbol: String) -> UInt {
    var address: LLVMOrcExecutorAddress = 0
    Self.check(LLVMOrcLLJITLookup(session, &address, symbol))
    return UInt(address)
  }

  private func define(_ symbols: [String: UInt]) {
    guard !symbols.isEmpty else { return }
    var pairs = symbols.map { name, address in
      LLVMOrcCSymbolMapPair(
        Name: LLVMOrcLLJITMangleAndIntern(session, name),
        Sym: LLVMJITEvaluatedSymbol(
          Address: LLVMOrcExecutorAddress(address),
          Flags: LLVMJITSymbolFlags(
            GenericFlags: UInt8(LLVMJITSymbolGenericFlagsExported.rawValue), TargetFlags: 0)))
    }
    Self.check(
      LLVMOrcJITDylibDefine(
        LLVMOrcLLJITGetMainJITDylib(session), LLVMOrcAbsoluteSymbols(&pairs, pairs.count)))
  }

  /// What is loaded is ours, so that nothing can be wrong with it.
  private static func check(_ error: LLVMErrorRef?) {
    guard let error else { return }
    let message = LLVMGetErrorMessage(error)
    preconditionFailure("loading code: \(message.map { String(cString: $0) } ?? "")")
  }
}
