/// A row of the instruction set: how the binary and text formats write an instruction.
///
/// The rows, in the other `Opcode+….swift` files, are the only place where opcodes and mnemonics
/// stand. The column after the mnemonic is what follows the opcode, together with what to make of
/// it: from it the decoder knows how to read every instruction.
package struct Opcode: Sendable {
  /// The byte before the code: 0 for none, else 0xFC or 0xFD.
  package let prefix: UInt8
  package let code: UInt32
  package let mnemonic: String
  package let immediates: Immediates
  /// What a module must be allowed to use.
  package let feature: Features

  init(
    _ code: UInt32, _ mnemonic: String, _ immediates: Immediates, _ feature: Features = []
  ) {
    self.init(0, code, mnemonic, immediates, feature)
  }

  init(
    _ prefix: UInt8, _ code: UInt32, _ mnemonic: String, _ immediates: Immediates,
    _ feature: Features
  ) {
    self.prefix = prefix
    self.code = code
    self.mnemonic = mnemonic
    self.immediates = immediates
    self.feature = feature
  }

  /// What follows an opcode, and the instruction that it makes.
  ///
  /// Indexes that had to be a zero byte before an extension gave them a meaning have kinds of
  /// their own.
  package enum Immediates: Sendable {
    case none(Instruction)
    /// Nothing; what began with a block type, or the body, ends.
    case end
    case blockType(@Sendable (BlockType) -> Instruction)
    /// A label or an index.
    case index(@Sendable (UInt32) -> Instruction)
    case twoIndexes(@Sendable (UInt32, UInt32) -> Instruction)
    case typeAndTable(@Sendable (UInt32, UInt32) -> Instruction)
    case dataIndex(@Sendable (UInt32) -> Instruction)
    case dataAndMemory(@Sendable (UInt32, UInt32) -> Instruction)
    case memoryIndex(@Sendable (UInt32) -> Instruction)
    case twoMemories(@Sendable (UInt32, UInt32) -> Instruction)
    case memory(@Sendable (MemoryArgument) -> Instruction)
    case memoryLane(@Sendable (MemoryArgument, UInt8) -> Instruction)
    case lane(@Sendable (UInt8) -> Instruction)
    case v128(@Sendable (V128) -> Instruction)
    case branchTable
    case selectTypes
    case referenceType
    case i32, i64, f32, f64

    static func conversion(_ operation: ConversionOperator) -> Immediates {
      .none(.convert(operation))
    }

    static func vector(_ instruction: VectorInstruction) -> Immediates {
      .none(.vector(instruction))
    }
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
