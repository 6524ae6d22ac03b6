import Bytes

/// A file in ELF of 64 bits, little-endian (System V ABI, "Object Files").
///
/// The file may contain anything. Nothing outside of it is ever read: what would be there is
/// absent.
package struct ElfFile {
  package private(set) var bytes: [UInt8]

  /// The beginning of every ELF file.
  package static let magic: [UInt8] = [0x7F, 0x45, 0x4C, 0x46]

  /// `EM_X86_64` and `EM_AARCH64`.
  package static let machineX8664: UInt16 = 62
  package static let machineAArch64: UInt16 = 183

  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Whether it is one of this class and order.
  package var isElf64: Bool { bytes.starts(with: Self.magic + [2, 1]) }

  package var machine: UInt16? { bytes.littleEndian(at: 18) }

  /// The bytes of a range that is given as offset and size; nil if part of it is outside.
  private func range(at offset: UInt64, size: UInt64) -> Range<Int>? {
    let limit = UInt64(bytes.count)
    guard offset <= limit, size <= limit - offset else { return nil }
    return Int(offset)..<Int(offset + size)
  }

  // MARK: Sections

  /// A section's header.
  package struct Section {
    package let type: UInt32
    /// Where in the file it lies; empty if part of that is outside.
    package let range: Range<Int>
    /// The section that this one refers to.
    package let link: Int
    /// Where its name begins in the section of these.
    fileprivate let nameOffset: UInt32
    /// Where the header lies.
    fileprivate let headerOffset: Int
  }

  package var sections: [Section] {
    guard let start: UInt64 = bytes.littleEndian(at: 40),
      let size: UInt16 = bytes.littleEndian(at: 58),
      let count: UInt16 = bytes.littleEndian(at: 60), let first = Int(exactly: start),
      first <= bytes.count
    else { return [] }
    return (0..<Int(count)).compactMap { section(at: first + $0 * Int(size)) }
  }

  private func section(at offset: Int) -> Section? {
    guard let name: UInt32 = bytes.littleEndian(at: offset),
      let type: UInt32 = bytes.littleEndian(at: offset + 4),
      let start: UInt64 = bytes.littleEndian(at: offset + 24),
      let size: UInt64 = bytes.littleEndian(at: offset + 32),
      let link: UInt32 = bytes.littleEndian(at: offset + 40)
    else { return nil }
    return Section(
      type: type, range: range(at: start, size: size) ?? 0..<0, link: Int(link), nameOffset: name,
      headerOffset: offset)
  }

  /// The text that begins at an offset of a section of texts; nil if that is outside.
  private func text(at offset: UInt32, of texts: Section) -> ArraySlice<UInt8>? {
    guard Int(offset) < texts.range.count else { return nil }
    return bytes[texts.range].dropFirst(Int(offset)).prefix { $0 != 0 }
  }

  /// Takes the first letter from the names of sections that are called so, and sets flags.
  package mutating func shortenName(ofSections name: String, settingFlags flags: UInt64) {
    let sections = sections
    guard let index: UInt16 = bytes.littleEndian(at: 62), sections.indices.contains(Int(index))
    else { return }
    for section in sections {
      guard let text = text(at: section.nameOffset, of: sections[Int(index)]),
        text.elementsEqual(name.utf8),
        let old: UInt64 = bytes.littleEndian(at: section.headerOffset + 8)
      else { continue }
      bytes.replace(littleEndian: section.nameOffset + 1, at: section.headerOffset)
      bytes.replace(littleEndian: old | flags, at: section.headerOffset + 8)
    }
  }

  // MARK: Symbols and relocations

  /// `SHT_RELA`.
  package static let relocationsWithAddends: UInt32 = 4

  private static let symbolSizeBytes = 24
  private static let relocationSizeBytes = 24

  /// The names of the symbols that other files define, by their indexes.
  package func undefinedSymbols(_ symbols: Section, names: Section) -> [UInt32: String] {
    var undefined: [UInt32: String] = [:]
    for index in 0..<symbols.range.count / Self.symbolSizeBytes {
      let symbol = symbols.range.lowerBound + index * Self.symbolSizeBytes
      guard let name: UInt32 = bytes.littleEndian(at: symbol),
        let section: UInt16 = bytes.littleEndian(at: symbol + 6), section == 0,
        let text = text(at: name, of: names)
      else { continue }
      undefined[UInt32(index)] = String(decoding: text, as: UTF8.self)
    }
    return undefined
  }

  /// Gives the relocations of one type another one if they are against symbols that are chosen.
  package mutating func replaceRelocations(
    _ section: Section, type: UInt32, by other: UInt32, where isChosen: (UInt32) -> Bool
  ) {
    for index in 0..<section.range.count / Self.relocationSizeBytes {
      let offset = section.range.lowerBound + index * Self.relocationSizeBytes + 8
      guard let found: UInt32 = bytes.littleEndian(at: offset), found == type,
        let symbol: UInt32 = bytes.littleEndian(at: offset + 4), isChosen(symbol)
      else { continue }
      bytes.replace(littleEndian: other, at: offset)
    }
  }

  // MARK: Notes

  private static let noteSegment: UInt32 = 4
  private static let segmentHeaderSizeBytes = 56

  /// Where the segments of notes lie that are aligned to 4 bytes.
  ///
  /// They are found by the program headers, so stripping an executable leaves them.
  func noteRanges() throws(CanisterExecutableError) -> [Range<Int>] {
    guard let table: UInt64 = bytes.littleEndian(at: 32),
      let size: UInt16 = bytes.littleEndian(at: 54), let count: UInt16 = bytes.littleEndian(at: 56),
      let headers = range(at: table, size: UInt64(size) * UInt64(count))
    else { throw .malformed(offset: 0) }
    guard count == 0 || size >= Self.segmentHeaderSizeBytes else { throw .malformed(offset: 54) }
    var ranges: [Range<Int>] = []
    for index in 0..<Int(count) {
      let header = headers.lowerBound + index * Int(size)
      guard bytes.littleEndian(at: header) == Self.noteSegment,
        let offset: UInt64 = bytes.littleEndian(at: header + 8),
        let size: UInt64 = bytes.littleEndian(at: header + 32),
        let alignment: UInt64 = bytes.littleEndian(at: header + 48)
      else { continue }
      guard let range = range(at: offset, size: size) else { throw .malformed(offset: header) }
      if alignment <= 4 { ranges.append(range) }
    }
    return ranges
  }
}
