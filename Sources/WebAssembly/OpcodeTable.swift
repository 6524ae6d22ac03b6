/// The rows of `Opcode` that a module may use, found by prefix and code.
struct OpcodeTable {
  /// By the first byte, for opcodes without a prefix.
  let single: [InstructionForm?]
  private let numeric: [InstructionForm?]
  private let vector: [InstructionForm?]

  init(features: Features) {
    var single = [InstructionForm?](repeating: nil, count: 0x100)
    var numeric = [InstructionForm?](repeating: nil, count: 0x12)
    var vector = [InstructionForm?](repeating: nil, count: 0x114)
    for opcode in Opcode.all where features.isSuperset(of: opcode.feature) {
      switch opcode.prefix {
      case 0xFC: numeric[Int(opcode.code)] = opcode.form
      case 0xFD: vector[Int(opcode.code)] = opcode.form
      default: single[Int(opcode.code)] = opcode.form
      }
    }
    (self.single, self.numeric, self.vector) = (single, numeric, vector)
  }

  /// What a code after a prefix stands for, or nil if a module may not use it.
  func form(prefix: UInt8, code: UInt32) -> InstructionForm? {
    let forms = prefix == 0xFC ? numeric : prefix == 0xFD ? vector : []
    return Int(code) < forms.count ? forms[Int(code)] : nil
  }

  /// Why an opcode that the table lacks may not be used.
  static func reason(prefix: UInt8, code: UInt32) -> DecodingError.Kind {
    if let opcode = Opcode.all.first(where: { $0.prefix == prefix && $0.code == code }) {
      return .disallowed(.instruction(mnemonic: opcode.mnemonic), opcode.feature)
    }
    if let opcode = RefusedOpcode.all.first(where: { $0.prefix == prefix && $0.code == code }) {
      return .refused(.instruction(mnemonic: opcode.mnemonic), opcode.proposal)
    }
    return .illegalOpcode(prefix: prefix, code: code)
  }
}
