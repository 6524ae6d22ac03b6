/// Builds the binaries of modules too large to be written as text.
struct ModuleBytes {
  /// Bytes that may go before and after the standard sections, and everything in between.
  private(set) var bytes: [UInt8] = [0x00, 0x61, 0x73, 0x6D, 0x01, 0x00, 0x00, 0x00]

  /// Adds a section of its content.
  mutating func section(_ id: UInt8, _ content: [UInt8]) {
    bytes += [id] + Self.unsigned(content.count) + content
  }

  /// Adds a section that is a vector.
  mutating func section(_ id: UInt8, count: Int, _ elements: [UInt8]) {
    section(id, Self.unsigned(count) + elements)
  }

  mutating func custom(_ name: String, _ content: [UInt8]) {
    section(0, Self.name(name) + content)
  }

  /// Adds types, functions, exports and code: functions of type `[] -> []` with these bodies.
  mutating func functions(_ bodies: [[UInt8]], exports: [String] = []) {
    section(1, count: 1, [0x60, 0, 0])
    section(3, count: bodies.count, [UInt8](repeating: 0, count: bodies.count))
    if !exports.isEmpty {
      section(7, count: exports.count, exports.flatMap { Self.name($0) + [0, 0] })
    }
    section(10, count: bodies.count, bodies.flatMap(Self.body))
  }

  /// A body without locals: its size, its instructions, `end`.
  static func body(_ code: [UInt8]) -> [UInt8] { unsigned(code.count + 2) + [0] + code + [0x0B] }

  static func name(_ name: String) -> [UInt8] { unsigned(name.utf8.count) + name.utf8 }

  static func unsigned(_ value: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = value
    repeat {
      bytes.append(UInt8(rest & 0x7F) | (rest > 0x7F ? 0x80 : 0))
      rest >>= 7
    } while rest > 0
    return bytes
  }
}
