/// A row of the instruction set: how the binary and text formats write an instruction.
///
/// The rows, in the other `Opcode+….swift` files, are the only place where opcodes and mnemonics
/// stand. The column after the mnemonic is the instruction without its immediates, which says what
/// follows the opcode: from it the decoder knows how to read every instruction.
package struct Opcode: Sendable {
  /// The byte before the code: 0 for none, else 0xFC or 0xFD.
  package let prefix: UInt8
  package let code: UInt32
  package let mnemonic: String
  package let form: InstructionForm
  /// What a module must be allowed to use.
  package let feature: Features

  init(_ code: UInt32, _ mnemonic: String, _ form: InstructionForm, _ feature: Features = []) {
    self.init(0, code, mnemonic, form, feature)
  }

  init(
    _ prefix: UInt8, _ code: UInt32, _ mnemonic: String, _ form: InstructionForm,
    _ feature: Features
  ) {
    self.prefix = prefix
    self.code = code
    self.mnemonic = mnemonic
    self.form = form
    self.feature = feature
  }
}

extension Opcode {
  /// All rows.
  package static let all: [Opcode] = [
    control, variables, tables, loads, stores, memories, constants, integerComparisons,
    floatComparisons, integerArithmetic, floatArithmetic, conversions, saturating, bulk,
    vectorMemory, vectorLanes, vectorBits, vectorConversions, vectorComparisons,
    vectorNarrowIntegers, vectorWideIntegers, vectorFloats, relaxed,
  ].flatMap(\.self)
}

extension Instruction {
  /// The row that the instruction is written by.
  package var opcode: Opcode? { Self.opcodes[form] }

  private static let opcodes = Dictionary(uniqueKeysWithValues: Opcode.all.map { ($0.form, $0) })
}
