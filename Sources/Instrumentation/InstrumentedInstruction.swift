package import WebAssembly

/// One instruction of an instrumented body: of Wasm, or an internal one that a pass has put in.
package enum InstrumentedInstruction: BitwiseCopyable, Hashable, Sendable {
  case wasm(Instruction)
  case stableMemory(StableMemoryOperation)
  /// Takes so many instructions from the message's counter. If it is checked, the message ends when
  /// that leaves less than none.
  case charge(UInt32, isChecked: Bool)
  /// Takes the topmost operand, a size, from the message's counter, and leaves it where it is. The
  /// message ends when the counter can't pay for it.
  case chargeOperand
  /// Charges the pages of memory that the next instruction is the first to touch. Operands stay
  /// where they are.
  case touch(PageTouch)
  /// Notifies the watcher that a function begins, or that a call has returned to it.
  case watch(CallMoment)

  /// The instruction of Wasm; nil if it is internal.
  @inlinable package var wasm: Instruction? {
    if case .wasm(let instruction) = self { instruction } else { nil }
  }
}

/// What a watcher of calls is notified of.
package enum CallMoment: BitwiseCopyable, Hashable, Sendable {
  case entry, resumption
}

/// What an instruction is about to touch in memory 0.
package enum PageTouch: BitwiseCopyable, Hashable, Sendable {
  /// So many bytes from the address that has so many operands above it.
  case access(MemoryArgument, sizeBytes: UInt8, depth: UInt8, isWrite: Bool)
  /// The range of `memory.fill`.
  case fill
  /// Both ranges of `memory.copy`.
  case copy
  /// The range of `memory.init` from this segment.
  case initialize(data: UInt32)
}
