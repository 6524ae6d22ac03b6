import Testing
import WebAssembly

/// The table of opcodes names every instruction once.
struct OpcodeTests {
  private struct Code: Hashable {
    let prefix: UInt8
    let code: UInt32
  }

  @Test func codesAreUnique() {
    let codes =
      Opcode.all.map { Code(prefix: $0.prefix, code: $0.code) }
      + RefusedOpcode.all.map { Code(prefix: $0.prefix, code: $0.code) }
    #expect(Set(codes).count == codes.count)
  }

  @Test func mnemonicsAreUnique() {
    let mnemonics = Opcode.all.map(\.mnemonic) + RefusedOpcode.all.map(\.mnemonic)
    #expect(Set(mnemonics).count == mnemonics.count)
  }

  @Test func formsAreUnique() {
    #expect(Set(Opcode.all.map(\.form)).count == Opcode.all.count)
  }

  @Test func countsAreThoseOfTheSpecification() {
    func count(_ prefix: UInt8, _ codes: Range<UInt32>) -> Int {
      Opcode.all.count { $0.prefix == prefix && codes.contains($0.code) }
    }
    #expect(count(0, 0..<0x100) + count(0xFC, 0..<0x12) == 203)
    #expect(count(0xFD, 0..<0x100) == 236)
    #expect(count(0xFD, 0x100..<0x114) == 20)
  }

  /// The code after a prefix is a number, of which only the first few exist.
  @Test func codesAfterPrefixesAreSmall() {
    for opcode in Opcode.all {
      switch opcode.prefix {
      case 0: #expect(opcode.code < 0x100)
      case 0xFC: #expect(opcode.code < 0x12)
      default: #expect(opcode.prefix == 0xFD && opcode.code < 0x114)
      }
    }
  }

  @Test func featuresAreSingleOrNone() {
    for opcode in Opcode.all {
      #expect(opcode.feature.rawValue.nonzeroBitCount <= 1, "\(opcode.mnemonic)")
    }
  }

  @Test func instructionsFindTheirRows() {
    for opcode in Opcode.all {
      guard case .plain(let instruction) = opcode.form else { continue }
      #expect(instruction.opcode?.mnemonic == opcode.mnemonic)
    }
    let argument = MemoryArgument(offset: 8)
    #expect(Instruction.load(.i64, .signed32, argument).opcode?.mnemonic == "i64.load32_s")
    #expect(
      Instruction.vector(.storeLane(.bits16, argument, lane: 3)).opcode?.mnemonic
        == "v128.store16_lane")
    #expect(Instruction.vector(.extractLane(.f64x2, lane: 1)).opcode?.code == 0x21)
    #expect(Instruction.branchTable(first: 3, count: 4).opcode?.mnemonic == "br_table")
  }
}
