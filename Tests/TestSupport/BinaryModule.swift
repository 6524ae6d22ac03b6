/// Writes modules in the binary format byte by byte, for tests that must control every one.
package struct BinaryModule {
  /// What has been written: at first the header.
  package private(set) var bytes: [UInt8] = [0x00, 0x61, 0x73, 0x6D, 0x01, 0x00, 0x00, 0x00]

  package init() {}

  /// Adds a section with its size.
  package mutating func add(section id: UInt8, _ content: [UInt8]) {
    bytes += [id] + Self.number(content.count) + content
  }

  /// Adds a custom section.
  package mutating func add(custom name: String, _ content: [UInt8]) {
    add(section: 0, Self.name(name) + content)
  }

  /// A module of one function, of type 0, with a memory, a table and a mutable global of type i64.
  ///
  /// `code` is what follows the locals, up to the last `end`, which is added.
  package static func function(
    parameters: [UInt8] = [], results: [UInt8] = [], locals: [[UInt8]] = [], code: [UInt8]
  ) -> [UInt8] {
    var module = BinaryModule()
    let type = [0x60] + number(parameters.count) + parameters + number(results.count) + results
    module.add(section: 1, vector([type]))
    module.add(section: 3, vector([[0x00]]))
    module.add(section: 4, vector([[0x70, 0x00, 0x01]]))
    module.add(section: 5, vector([[0x00, 0x01]]))
    module.add(section: 6, vector([[0x7E, 0x01, 0x42, 0x00, 0x0B]]))
    module.add(section: 9, vector([[0x01, 0x00] + vector([[0x00]])]))
    module.add(section: 12, number(1))
    let body = vector(locals) + code + [0x0B]
    module.add(section: 10, vector([number(body.count) + body]))
    module.add(section: 11, vector([[0x01] + vector([[0x00]])]))
    return module.bytes
  }

  /// A number in LEB128, unsigned.
  package static func number(_ value: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = UInt64(value)
    repeat {
      bytes.append(UInt8(rest & 0x7F) | (rest > 0x7F ? 0x80 : 0))
      rest >>= 7
    } while rest != 0
    return bytes
  }

  /// A vector: its count, then the elements.
  package static func vector(_ elements: [[UInt8]]) -> [UInt8] {
    number(elements.count) + elements.flatMap(\.self)
  }

  /// A name: its length, then its bytes.
  package static func name(_ name: String) -> [UInt8] {
    number(name.utf8.count) + Array(name.utf8)
  }
}
