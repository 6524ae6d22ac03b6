extension [UInt8] {
  /// The integer at an offset, whose least significant byte comes first; nil if a part is outside.
  @inlinable
  package func littleEndian<Number: FixedWidthInteger>(
    at offset: Int, as type: Number.Type = Number.self
  ) -> Number? {
    let size = MemoryLayout<Number>.size
    guard offset >= 0, offset <= count - size else { return nil }
    var number: Number = 0
    for index in 0..<size {
      number |= Number(truncatingIfNeeded: self[offset + index]) << Number(8 * index)
    }
    return number
  }

  /// Appends the bytes of an integer, the least significant one first.
  @inlinable
  package mutating func append(littleEndian number: some FixedWidthInteger) {
    append(contentsOf: number.littleEndianBytes)
  }

  /// Replaces the bytes at an offset by those of an integer, the least significant one first.
  package mutating func replace(littleEndian number: some FixedWidthInteger, at offset: Int) {
    let bytes = number.littleEndianBytes
    replaceSubrange(offset..<offset + bytes.count, with: bytes)
  }
}

extension FixedWidthInteger {
  /// The bytes, the least significant one first.
  @inlinable package var littleEndianBytes: [UInt8] {
    (0..<Self.bitWidth / 8).map { UInt8(truncatingIfNeeded: self >> Self(8 * $0)) }
  }

  /// The bytes, the most significant one first.
  package var bigEndianBytes: [UInt8] { littleEndianBytes.reversed() }
}
