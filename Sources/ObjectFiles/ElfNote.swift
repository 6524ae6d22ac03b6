/// Notes in ELF files: bytes with an owner's name, which a file carries for whoever reads it
/// (System V Application Binary Interface, "Note Section").
///
/// They are found by the program headers, so stripping an executable leaves them. The file may be
/// anything at all.
struct ElfNote {
  let owner: String
  let type: UInt32

  /// The beginning of every ELF file.
  static let magic: [UInt8] = [0x7F, 0x45, 0x4C, 0x46]

  /// The content of a section with this one note.
  func section(_ content: [UInt8]) -> [UInt8] {
    let name = Array(owner.utf8) + [0]
    var bytes: [UInt8] = []
    for number in [UInt32(name.count), UInt32(content.count), type] {
      withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }
    for part in [name, content] {
      bytes += part
      bytes += [UInt8](repeating: 0, count: Self.padding(part.count))
    }
    return bytes
  }

  /// The content of this note in an executable for this machine; nil if it has none.
  func content(in file: [UInt8]) throws(CanisterExecutableError) -> [UInt8]? {
    let reader = ByteReader(bytes: file)
    guard file.starts(with: Self.magic), file.dropFirst(4).starts(with: [2, 1]) else {
      throw .otherArchitecture
    }
    guard try reader.integer(at: 18, as: UInt16.self) == Self.machine else {
      throw .otherArchitecture
    }
    let table = try reader.integer(at: 32, as: UInt64.self)
    let entrySize = UInt64(try reader.integer(at: 54, as: UInt16.self))
    let count = UInt64(try reader.integer(at: 56, as: UInt16.self))
    // Both have 16 bits, so that their product is small.
    let headers = try reader.part(at: table, size: entrySize * count)
    guard count == 0 || entrySize >= 56 else { throw .malformed(offset: 54) }
    for index in 0..<count {
      let header = try headers.part(at: index * entrySize, size: entrySize)
      guard try header.integer(at: 0, as: UInt32.self) == Self.noteSegment else { continue }
      let segment = try reader.part(
        at: try header.integer(at: 8, as: UInt64.self),
        size: try header.integer(at: 32, as: UInt64.self))
      // Others' notes may be aligned to 8 bytes; ours are not, and have a segment apart.
      if try header.integer(at: 48, as: UInt64.self) > 4 { continue }
      if let content = try find(in: segment) { return content }
    }
    return nil
  }

  private func find(in segment: ByteReader) throws(CanisterExecutableError) -> [UInt8]? {
    var offset: UInt64 = 0
    while offset < segment.size {
      let nameSize = UInt64(try segment.integer(at: offset, as: UInt32.self))
      let contentSize = UInt64(try segment.integer(at: offset + 4, as: UInt32.self))
      let type = try segment.integer(at: offset + 8, as: UInt32.self)
      let name = try segment.part(at: offset + 12, size: nameSize)
      let contentOffset = offset + 12 + Self.padded(nameSize)
      let content = try segment.part(at: contentOffset, size: contentSize)
      if type == self.type, name.bytes.elementsEqual(Array(owner.utf8) + [0]) {
        return Array(content.bytes)
      }
      offset = contentOffset + Self.padded(contentSize)
    }
    return nil
  }

  private static let noteSegment: UInt32 = 4

  #if arch(x86_64)
    private static let machine: UInt16 = 62
  #else
    private static let machine: UInt16 = 183
  #endif

  private static func padding(_ size: Int) -> Int { -size & 3 }
  private static func padded(_ size: UInt64) -> UInt64 { (size + 3) & ~3 }
}

/// A part of a file; whatever lies beyond its end is an error.
private struct ByteReader {
  let bytes: ArraySlice<UInt8>

  init(bytes: [UInt8]) { self.bytes = bytes[...] }

  private init(slice: ArraySlice<UInt8>) { bytes = slice }

  var size: UInt64 { UInt64(bytes.count) }

  func part(at offset: UInt64, size: UInt64) throws(CanisterExecutableError) -> ByteReader {
    guard offset <= self.size, size <= self.size - offset else {
      throw .malformed(offset: bytes.startIndex)
    }
    let start = bytes.startIndex + Int(offset)
    return ByteReader(slice: bytes[start..<start + Int(size)])
  }

  func integer<Bits: FixedWidthInteger & UnsignedInteger>(
    at offset: UInt64, as type: Bits.Type
  ) throws(CanisterExecutableError) -> Bits {
    try part(at: offset, size: UInt64(Bits.bitWidth / 8)).bytes.reversed().reduce(0) {
      $0 << 8 | Bits($1)
    }
  }
}
