import Bytes

/// Reads the primitive parts of a binary message.
struct MessageReader {
  private let bytes: [UInt8]
  private(set) var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var remaining: Int { bytes.count - position }

  func error(_ kind: CandidDecodingError.Kind) -> CandidDecodingError {
    CandidDecodingError(kind, at: position)
  }

  mutating func byte() throws(CandidDecodingError) -> UInt8 {
    guard position < bytes.count else { throw error(.unexpectedEnd) }
    position += 1
    return bytes[position - 1]
  }

  mutating func bytes(_ count: Int) throws(CandidDecodingError) -> [UInt8] {
    guard count <= remaining else { throw error(.unexpectedEnd) }
    defer { position += count }
    return Array(bytes[position..<position + count])
  }

  mutating func littleEndian<Number: FixedWidthInteger>(
    as type: Number.Type
  ) throws(CandidDecodingError) -> Number {
    guard let number: Number = bytes.littleEndian(at: position) else {
      throw error(.unexpectedEnd)
    }
    position += MemoryLayout<Number>.size
    return number
  }

  /// A number of the table or a length: none is larger than 64 bits.
  mutating func unsigned() throws(CandidDecodingError) -> UInt64 {
    let start = position
    guard let number = try number(isSigned: false).exactly(as: UInt64.self) else {
      throw CandidDecodingError(.numberTooLong, at: start)
    }
    return number
  }

  mutating func signed() throws(CandidDecodingError) -> Int64 {
    let start = position
    guard let number = try number(isSigned: true).exactly(as: Int64.self) else {
      throw CandidDecodingError(.numberTooLong, at: start)
    }
    return number
  }

  /// A LEB128 number; it may be longer than it needs to be.
  mutating func number(isSigned: Bool) throws(CandidDecodingError) -> BigInteger {
    let start = position
    while try byte() & 0x80 != 0 {
      guard position - start < CandidLimits.maximumNumberSizeBytes else {
        throw CandidDecodingError(.numberTooLong, at: start)
      }
    }
    return BigInteger(groups: Array(bytes[start..<position]), isSigned: isSigned)
  }

  /// Bytes behind their number.
  mutating func blob() throws(CandidDecodingError) -> [UInt8] {
    let count = try unsigned()
    guard count <= remaining else { throw error(.unexpectedEnd) }
    return try bytes(Int(count))
  }

  mutating func text() throws(CandidDecodingError) -> String {
    let start = position
    guard let text = String(validating: try blob(), as: UTF8.self) else {
      throw CandidDecodingError(.malformedUTF8, at: start)
    }
    return text
  }
}
