/// Writes the content of a frame of the serve protocol (`runtime/include/serve.def`).
package struct WireWriter {
  package private(set) var frame: [UInt8] = []

  package init() {}

  /// An integer in little-endian order; a `UInt128` is two of 64 bits, the low one first.
  package mutating func integer(_ value: some FixedWidthInteger & UnsignedInteger) {
    withUnsafeBytes(of: value.littleEndian) { frame.append(contentsOf: $0) }
  }

  /// A byte that is 0 or 1.
  package mutating func flag(_ flag: Bool) { integer(UInt8(flag ? 1 : 0)) }

  /// A count and so many elements.
  package mutating func list<Element>(
    _ elements: [Element], _ write: (inout WireWriter, Element) -> Void
  ) {
    integer(UInt32(elements.count))
    for element in elements { write(&self, element) }
  }

  /// A length and so many bytes.
  package mutating func bytes(_ bytes: [UInt8]) {
    integer(UInt32(bytes.count))
    frame.append(contentsOf: bytes)
  }

  /// Bytes in UTF-8.
  package mutating func text(_ text: String) {
    bytes(Array(text.utf8))
  }
}
