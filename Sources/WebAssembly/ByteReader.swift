import Bytes

/// Reads the binary format's primitive parts (Core Specification, "Binary Format: Values").
struct ByteReader {
  let bytes: [UInt8]
  var position: Int
  /// Where the part ends that is being read: nothing is read from here on.
  var end: Int

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    position = 0
    end = bytes.count
  }

  var isAtEnd: Bool { position == end }
  var remaining: Int { end - position }

  func error(_ kind: DecodingError.Kind) -> DecodingError {
    DecodingError(kind, at: position)
  }

  @inline(__always)
  mutating func byte() throws(DecodingError) -> UInt8 {
    guard position < end else { throw error(.unexpectedEnd) }
    let byte = bytes[position]
    position += 1
    return byte
  }

  mutating func littleEndian<Number: FixedWidthInteger>(
    as type: Number.Type = Number.self
  ) throws(DecodingError) -> Number {
    let size = MemoryLayout<Number>.size
    guard size <= remaining, let number: Number = bytes.littleEndian(at: position) else {
      throw error(.unexpectedEnd)
    }
    position += size
    return number
  }

  /// How many elements to reserve room for, given the number that the module claims.
  ///
  /// The room never takes more bytes than are left to read. An element may well be larger than
  /// what it is read from, so a bound on the number alone would let a large module that states a
  /// false count ask for more memory than there is, and that ends the process.
  func room<Element>(for count: Int, of type: Element.Type) -> Int {
    min(count, remaining / MemoryLayout<Element>.stride)
  }

  /// A length that must lie within what is being read.
  mutating func length() throws(DecodingError) -> Int {
    let start = position
    let length = Int(try u32())
    guard length <= remaining else { throw DecodingError(.lengthOutOfBounds, at: start) }
    return length
  }

  mutating func byteVector() throws(DecodingError) -> [UInt8] {
    let length = try length()
    defer { position += length }
    return Array(bytes[position..<position + length])
  }

  mutating func name() throws(DecodingError) -> String {
    let start = position
    let length = try length()
    let text = bytes[position..<position + length]
    guard let name = String(validating: text, as: UTF8.self) else {
      throw DecodingError(.malformedUTF8, at: start)
    }
    position += length
    return name
  }
}

// LEB128 numbers (Core Specification, "Binary Format: Integers"). Most take one byte, so that this
// case is inline wherever a number is read. A longer number is read beyond the end of its part, if
// need be, so that a malformed one is called so wherever it ends.
extension ByteReader {
  @inline(__always)
  mutating func u32() throws(DecodingError) -> UInt32 {
    if let small = smallNumber() { return UInt32(small) }
    return UInt32(truncatingIfNeeded: try unsigned(bits: 32))
  }

  @inline(__always)
  mutating func u64() throws(DecodingError) -> UInt64 {
    if let small = smallNumber() { return UInt64(small) }
    return try unsigned(bits: 64)
  }

  @inline(__always)
  mutating func s32() throws(DecodingError) -> Int32 {
    if let small = smallNumber() { return Int32(signed(small)) }
    return Int32(truncatingIfNeeded: try signed(bits: 32))
  }

  mutating func s33() throws(DecodingError) -> Int64 { try signed(bits: 33) }

  @inline(__always)
  mutating func s64() throws(DecodingError) -> Int64 {
    if let small = smallNumber() { return Int64(signed(small)) }
    return try signed(bits: 64)
  }

  /// The seven bits of a number of one byte, or nil if the next number has more or there is none.
  @inline(__always)
  private mutating func smallNumber() -> UInt8? {
    guard position < end, bytes[position] < 0x80 else { return nil }
    let byte = bytes[position]
    position += 1
    return byte
  }

  /// Repeats the sign of a number of seven bits.
  @inline(__always)
  private func signed(_ small: UInt8) -> Int8 { Int8(bitPattern: small << 1) >> 1 }

  @inline(never)
  private mutating func unsigned(bits: Int) throws(DecodingError) -> UInt64 {
    let result: UInt64
    do {
      result = try LEB128.unsigned(bits: bits, in: bytes, at: &position)
    } catch {
      throw self.error(DecodingError.Kind(error))
    }
    guard position <= end else { throw DecodingError(.unexpectedEnd, at: end) }
    return result
  }

  @inline(never)
  private mutating func signed(bits: Int) throws(DecodingError) -> Int64 {
    let result: Int64
    do {
      result = try LEB128.signed(bits: bits, in: bytes, at: &position)
    } catch {
      throw self.error(DecodingError.Kind(error))
    }
    guard position <= end else { throw DecodingError(.unexpectedEnd, at: end) }
    return result
  }
}

extension DecodingError.Kind {
  fileprivate init(_ failure: LEB128.Failure) {
    self =
      switch failure {
      case .unexpectedEnd: .unexpectedEnd
      case .tooLong: .integerTooLong
      case .tooLarge: .integerTooLarge
      }
  }
}
