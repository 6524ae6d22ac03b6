/// The table of an object that tells which place of the source an instruction stems from.
///
/// LLVM writes it for debuggers, into a section that is no part of the program. The runtime reads
/// it to tell the functions of a trap (`code_map.h`); so it is made a part of it.
package enum LineTable {
  /// What the section is called in programs.
  package static let loadedSection = "debug_line"

  /// Has the section `.debug_line` of an ELF object loaded with the program, by its new name: the
  /// linker gives symbols to the ends of sections whose names are words of C.
  package static func load(in object: inout [UInt8]) {
    let table = Int(integer(object, at: 0x28, as: UInt64.self))
    let size = Int(integer(object, at: 0x3A, as: UInt16.self))
    let count = Int(integer(object, at: 0x3C, as: UInt16.self))
    let namesIndex = Int(integer(object, at: 0x3E, as: UInt16.self))
    let names = Int(integer(object, at: table + namesIndex * size + 0x18, as: UInt64.self))
    for header in stride(from: table, to: table + count * size, by: size) {
      let name = integer(object, at: header, as: UInt32.self)
      guard object[(names + Int(name))...].starts(with: Array(".\(loadedSection)\0".utf8)) else {
        continue
      }
      // Without the point in front.
      set(name + 1, in: &object, at: header)
      let flags = integer(object, at: header + 8, as: UInt64.self)
      set(flags | loaded | retained, in: &object, at: header + 8)
    }
  }

  /// SHF_ALLOC, and SHF_GNU_RETAIN: linkers leave out what nothing refers to.
  private static let loaded: UInt64 = 0x2
  private static let retained: UInt64 = 0x20_0000

  private static func integer<Integer: FixedWidthInteger>(
    _ bytes: [UInt8], at offset: Int, as type: Integer.Type
  ) -> Integer {
    bytes[offset..<offset + Integer.bitWidth / 8].reversed().reduce(0) {
      $0 << 8 | Integer(truncatingIfNeeded: $1)
    }
  }

  private static func set<Integer: FixedWidthInteger>(
    _ value: Integer, in bytes: inout [UInt8], at offset: Int
  ) {
    for index in 0..<Integer.bitWidth / 8 {
      bytes[offset + index] = UInt8(truncatingIfNeeded: value >> Integer(8 * index))
    }
  }
}
