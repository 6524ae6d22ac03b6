import Instrumentation
import Testing
import WebAssembly

struct InstrumentedInstructionTests {
  /// Bodies are arrays of instructions: they are copied as bytes, and run as they are.
  @Test func layout() {
    func isBitwiseCopyable(_: (some BitwiseCopyable).Type) -> Bool { true }
    #expect(MemoryLayout<InstrumentedInstruction>.stride <= MemoryLayout<Instruction>.stride)
    #expect(isBitwiseCopyable(InstrumentedInstruction.self))
  }
}
