import Testing
import WebAssembly

struct InstructionTests {
  /// Bodies are arrays of instructions: they are copied as bytes and must stay small.
  @Test func layout() {
    func isBitwiseCopyable(_: (some BitwiseCopyable).Type) -> Bool { true }
    #expect(MemoryLayout<Instruction>.stride <= 24)
    #expect(isBitwiseCopyable(Instruction.self))
  }

  @Test func lanesOfVectorsAreInTheOrderOfMemory() {
    let vector = V128(low: 0x0706_0504_0302_0100, high: 0x0F0E_0D0C_0B0A_0908)
    #expect((0..<16).map { vector[byte: $0] } == Array(0..<16))
  }
}
