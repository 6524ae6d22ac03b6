/// The rows of `Opcode` that a module may use, found by prefix and code.
struct OpcodeTable {
  /// By the first byte, for opcodes without a prefix.
  let single: [Opcode.Immediates?]
  private let numeric: [Opcode.Immediates?]
  private let vector: [Opcode.Immediates?]

  init(features: Features) {
    var single = [Opcode.Immediates?](repeating: nil, count: 256)
    var numeric = [Opcode.Immediates?](repeating: nil, count: 18)
    var vector = [Opcode.Immediates?](repeating: nil, count: 276)
    for opcode in Opcode.all where features.isSuperset(of: opcode.feature) {
      switch opcode.prefix {
      case 0xFC: numeric[Int(opcode.code)] = opcode.immediates
      case 0xFD: vector[Int(opcode.code)] = opcode.immediates
      default: single[Int(opcode.code)] = opcode.immediates
      }
    }
    (self.single, self.numeric, self.vector) = (single, numeric, vector)
  }

  /// What follows a code after a prefix, or nil if a module may not use it.
  func immediates(prefix: UInt8, code: UInt32) -> Opcode.Immediates? {
    let rows = prefix == 0xFC ? numeric : vector
    return Int(code) < rows.count ? rows[Int(code)] : nil
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
