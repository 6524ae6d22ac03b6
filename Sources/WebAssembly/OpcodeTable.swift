/// The rows of `Opcode` that a module may use, found by prefix and code.
struct OpcodeTable {
  /// By the first byte, for opcodes without a prefix.
  let single: [Entry]
  private let numeric: [Entry]
  private let vector: [Entry]

  /// A form in parts, so that the decoder chooses by the first part alone.
  struct Entry: BitwiseCopyable {
    /// Nil if a module may not use the opcode.
    let immediates: Immediates?
    /// The instruction, if it has no immediates.
    let plain: Instruction

    init(_ form: InstructionForm) {
      switch form {
      case .plain(let instruction): (immediates, plain) = (Immediates.none, instruction)
      case .with(let immediates): (self.immediates, plain) = (immediates, .nop)
      }
    }

    private init() { (immediates, plain) = (nil, .nop) }

    static let unusable = Entry()
  }

  init(features: Features) {
    var single = [Entry](repeating: .unusable, count: 0x100)
    var numeric = [Entry](repeating: .unusable, count: 0x12)
    var vector = [Entry](repeating: .unusable, count: 0x114)
    for opcode in Opcode.all where features.isSuperset(of: opcode.feature) {
      let entry = Entry(opcode.form)
      switch opcode.prefix {
      case 0xFC: numeric[Int(opcode.code)] = entry
      case 0xFD: vector[Int(opcode.code)] = entry
      default: single[Int(opcode.code)] = entry
      }
    }
    (self.single, self.numeric, self.vector) = (single, numeric, vector)
  }

  /// The entry of a code after a prefix.
  func entry(prefix: UInt8, code: UInt32) -> Entry {
    let entries = prefix == 0xFC ? numeric : prefix == 0xFD ? vector : []
    return Int(code) < entries.count ? entries[Int(code)] : .unusable
  }

  /// Why an opcode that is not in the table may not be used.
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
