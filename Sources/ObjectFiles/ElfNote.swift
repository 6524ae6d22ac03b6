import Bytes

/// Notes in ELF files: bytes with an owner's name, which a file carries for its readers
/// (System V Application Binary Interface, "Note Section").
struct ElfNote {
  let owner: String
  let type: UInt32

  /// The content of a section with this one note.
  func section(_ content: [UInt8]) -> [UInt8] {
    let name = Array(owner.utf8) + [0]
    var bytes: [UInt8] = []
    for number in [UInt32(name.count), UInt32(content.count), type] {
      bytes.append(littleEndian: number)
    }
    for part in [name, content] {
      bytes += part
      bytes += [UInt8](repeating: 0, count: Self.padded(part.count) - part.count)
    }
    return bytes
  }

  /// The content of this note in an executable for this machine; nil if it has none.
  func content(in bytes: [UInt8]) throws(CanisterExecutableError) -> [UInt8]? {
    let file = ElfFile(bytes)
    guard file.isElf64 else { throw .otherArchitecture }
    guard let machine = file.machine else { throw .malformed(offset: 0) }
    guard machine == Self.machine else { throw .otherArchitecture }
    // Others' notes may be aligned to 8 bytes; ours are not, and have a segment apart.
    for range in try file.noteRanges() {
      if let content = try find(in: range, of: bytes) { return content }
    }
    return nil
  }

  private func find(
    in range: Range<Int>, of bytes: [UInt8]
  ) throws(CanisterExecutableError) -> [UInt8]? {
    var offset = range.lowerBound
    while offset < range.upperBound {
      guard let nameSize: UInt32 = bytes.littleEndian(at: offset),
        let contentSize: UInt32 = bytes.littleEndian(at: offset + 4),
        let type: UInt32 = bytes.littleEndian(at: offset + 8)
      else { throw .malformed(offset: offset) }
      let name = offset + 12
      let content = name + Self.padded(Int(nameSize))
      let end = content + Int(contentSize)
      guard end <= range.upperBound else { throw .malformed(offset: offset) }
      if type == self.type,
        bytes[name..<name + Int(nameSize)].elementsEqual(Array(owner.utf8) + [0])
      {
        return Array(bytes[content..<end])
      }
      offset = content + Self.padded(Int(contentSize))
    }
    return nil
  }

  #if arch(x86_64)
    private static let machine = ElfFile.machineX8664
  #else
    private static let machine = ElfFile.machineAArch64
  #endif

  private static func padded(_ size: Int) -> Int { (size + 3) & ~3 }
}
