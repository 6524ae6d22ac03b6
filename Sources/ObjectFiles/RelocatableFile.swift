/// A relocatable file in ELF of 64 bits, little-endian, as far as its relocations go (System V ABI,
/// "Object Files").
///
/// Nothing outside of the file is ever read: whatever would be there is absent.
package struct RelocatableFile {
  package private(set) var bytes: [UInt8]

  /// `EM_X86_64`, and `SHT_RELA`.
  package static let machineX8664: UInt16 = 62
  package static let relocationsWithAddends: UInt32 = 4

  private static let symbolSizeBytes = 24
  private static let relocationSizeBytes = 24

  /// A section's header.
  package struct Section {
    package let type: UInt32
    /// Where in the file it lies; empty if part of that is outside.
    package let range: Range<Int>
    /// The section that this one refers to.
    package let link: Int
  }

  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  package var machine: UInt16 { number(at: 18) ?? 0 }

  package var sections: [Section] {
    guard let start: UInt64 = number(at: 40), let size: UInt16 = number(at: 58),
      let count: UInt16 = number(at: 60), let first = Int(exactly: start), first <= bytes.count
    else { return [] }
    return (0..<Int(count)).compactMap { section(at: first + $0 * Int(size)) }
  }

  private func section(at offset: Int) -> Section? {
    guard let type: UInt32 = number(at: offset + 4), let start: UInt64 = number(at: offset + 24),
      let size: UInt64 = number(at: offset + 32), let link: UInt32 = number(at: offset + 40)
    else { return nil }
    let limit = UInt64(bytes.count)
    let isInside = start <= limit && size <= limit - start
    let range = isInside ? Int(start)..<Int(start + size) : 0..<0
    return Section(type: type, range: range, link: Int(link))
  }

  /// The names of the symbols that other files define, by their indexes.
  package func undefinedSymbols(_ symbols: Section, names: Section) -> [UInt32: String] {
    var undefined: [UInt32: String] = [:]
    for index in 0..<symbols.range.count / Self.symbolSizeBytes {
      let symbol = symbols.range.lowerBound + index * Self.symbolSizeBytes
      guard let name: UInt32 = number(at: symbol), let section: UInt16 = number(at: symbol + 6),
        section == 0, Int(name) < names.range.count
      else { continue }
      let text = bytes[names.range].dropFirst(Int(name)).prefix { $0 != 0 }
      undefined[UInt32(index)] = String(decoding: text, as: UTF8.self)
    }
    return undefined
  }

  /// Gives the relocations of one type another one if they are against symbols that are chosen.
  package mutating func replaceRelocations(
    _ section: Section, type: UInt32, by other: UInt32, where isChosen: (UInt32) -> Bool
  ) {
    for index in 0..<section.range.count / Self.relocationSizeBytes {
      let place = section.range.lowerBound + index * Self.relocationSizeBytes + 8
      guard let found: UInt32 = number(at: place), found == type,
        let symbol: UInt32 = number(at: place + 4), isChosen(symbol)
      else { continue }
      for (index, byte) in withUnsafeBytes(of: other.littleEndian, Array.init).enumerated() {
        bytes[place + index] = byte
      }
    }
  }

  private func number<Number: FixedWidthInteger>(at offset: Int) -> Number? {
    let end = offset + MemoryLayout<Number>.size
    guard end <= bytes.count else { return nil }
    return bytes[offset..<end].reversed().reduce(0) { $0 << 8 | Number($1) }
  }
}
