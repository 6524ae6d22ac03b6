/// The rows of `Opcode`, found by prefix and code.
final class OpcodeTable: Sendable {
  /// By the first byte, for opcodes without a prefix.
  let single: [Opcode?]
  private let numeric: [Opcode?]
  private let vector: [Opcode?]

  static let shared = OpcodeTable()

  private init() {
    func rows(_ prefix: UInt8, count: Int) -> [Opcode?] {
      var rows = [Opcode?](repeating: nil, count: count)
      for opcode in Opcode.all where opcode.prefix == prefix { rows[Int(opcode.code)] = opcode }
      return rows
    }
    single = rows(0, count: 256)
    numeric = rows(0xFC, count: 32)
    vector = rows(0xFD, count: 512)
  }

  func entry(prefix: UInt8, code: UInt32) -> Opcode? {
    let rows = prefix == 0xFC ? numeric : prefix == 0xFD ? vector : []
    return Int(code) < rows.count ? rows[Int(code)] : nil
  }

  /// The extension that an opcode belongs to, of those that are refused.
  static func unsupported(prefix: UInt8, code: UInt32) -> String? {
    switch (prefix, code) {
    case (0, 0x06...0x0A), (0, 0x18...0x19), (0, 0x1F): "exceptions"
    case (0, 0x14...0x15), (0, 0xD4...0xD6): "typed function references"
    case (0, 0xD3), (0xFB, _): "garbage collection"
    case (0xFE, _): "threads (atomic instructions)"
    default: nil
    }
  }
}
