import Bytes

/// Writes the binary format's primitive parts (Core Specification, "Binary Format: Values").
struct ByteWriter {
  private(set) var bytes: [UInt8] = []

  mutating func byte(_ byte: UInt8) { bytes.append(byte) }

  mutating func unsigned(_ number: some FixedWidthInteger & UnsignedInteger) {
    if number < 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: number))
    } else {
      bytes += LEB128.bytes(unsigned: UInt64(number))
    }
  }

  mutating func count(_ count: Int) { unsigned(UInt64(count)) }

  mutating func signed(_ number: Int64) { bytes += LEB128.bytes(signed: number) }

  mutating func littleEndian(_ number: some FixedWidthInteger) {
    bytes.append(littleEndian: number)
  }

  mutating func name(_ name: String) { sized(Array(name.utf8)) }

  /// Bytes, with their number before them.
  mutating func sized(_ content: [UInt8]) {
    count(content.count)
    bytes += content
  }

  /// A vector: its count, then so many elements.
  mutating func vector<Element>(
    _ elements: [Element], _ element: (inout ByteWriter, Element) -> Void
  ) {
    count(elements.count)
    for each in elements { element(&self, each) }
  }
}
