/// A row of the instruction set: how the binary and text formats write an instruction.
///
/// The rows, in the other `Opcode+….swift` files, are the only place where opcodes and mnemonics
/// stand. The third column is what follows the opcode, together with what to make of it: from it
/// the decoder knows how to read every instruction.
package struct Opcode: Sendable {
  /// The byte before the code: 0 for none, else 0xFB to 0xFE.
  package let prefix: UInt8
  package let code: UInt32
  package let mnemonic: String
  package let immediates: Immediates
  /// What a module must be allowed to use.
  package let feature: Features

  init(
    _ code: UInt32, _ mnemonic: String, _ immediates: Immediates, prefix: UInt8 = 0,
    _ feature: Features = []
  ) {
    self.prefix = prefix
    self.code = code
    self.mnemonic = mnemonic
    self.immediates = immediates
    self.feature = feature
  }

  /// What follows an opcode, and the instruction that it makes.
  package enum Immediates: Sendable {
    case none(Instruction)
    case blockType(@Sendable (BlockType) -> Instruction)
    /// A label or an index.
    case index(@Sendable (UInt32) -> Instruction)
    case twoIndexes(@Sendable (UInt32, UInt32) -> Instruction)
    case memory(@Sendable (MemoryArgument) -> Instruction)
    case memoryLane(@Sendable (MemoryArgument, UInt8) -> Instruction)
    case lane(@Sendable (UInt8) -> Instruction)
    case branchTable
    case selectTypes
    case referenceType
    case i32, i64, f32, f64
    case v128(@Sendable (V128) -> Instruction)
  }
}

extension Opcode {
  /// All rows.
  package static let all: [Opcode] =
    control + variables + tables + loads + stores + memories + constants + integerComparisons
    + floatComparisons + integerArithmetic + floatArithmetic + conversions + saturating + bulk
}
