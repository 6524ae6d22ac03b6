import Testing

@testable import WebAssembly

/// LEB128 numbers: how they end, how long they may be, which bits of the last byte may be set.
struct ByteReaderTests {
  struct Unsigned: CustomTestStringConvertible {
    let bytes: [UInt8]
    let value: UInt64
    var testDescription: String { "\(bytes)" }
  }

  @Test(arguments: [
    Unsigned(bytes: [0x00], value: 0),
    Unsigned(bytes: [0x7F], value: 127),
    Unsigned(bytes: [0x80, 0x01], value: 128),
    Unsigned(bytes: [0x80, 0x00], value: 0),
    Unsigned(bytes: [0xE5, 0x8E, 0x26], value: 624_485),
    Unsigned(bytes: [0x80, 0x80, 0x80, 0x80, 0x00], value: 0),
    Unsigned(bytes: [0xFF, 0xFF, 0xFF, 0xFF, 0x0F], value: 0xFFFF_FFFF),
  ])
  func readsUnsigned(_ number: Unsigned) throws {
    var reader = ByteReader(number.bytes)
    #expect(try reader.u32() == number.value)
    #expect(reader.isAtEnd)
    reader = ByteReader(number.bytes)
    #expect(try reader.u64() == number.value)
  }

  struct Signed: CustomTestStringConvertible {
    let bytes: [UInt8]
    let value: Int64
    var testDescription: String { "\(bytes)" }
  }

  @Test(arguments: [
    Signed(bytes: [0x00], value: 0),
    Signed(bytes: [0x3F], value: 63),
    Signed(bytes: [0x40], value: -64),
    Signed(bytes: [0x7F], value: -1),
    Signed(bytes: [0xFF, 0x7F], value: -1),
    Signed(bytes: [0x80, 0x7F], value: -128),
    Signed(bytes: [0xC0, 0x00], value: 64),
    Signed(bytes: [0xFF, 0xFF, 0xFF, 0xFF, 0x07], value: 0x7FFF_FFFF),
    Signed(bytes: [0x80, 0x80, 0x80, 0x80, 0x78], value: -0x8000_0000),
    Signed(bytes: [0xFF, 0xFF, 0xFF, 0xFF, 0x7F], value: -1),
  ])
  func readsSigned(_ number: Signed) throws {
    var reader = ByteReader(number.bytes)
    #expect(try Int64(reader.s32()) == number.value)
    #expect(reader.isAtEnd)
    reader = ByteReader(number.bytes)
    #expect(try reader.s33() == number.value)
    reader = ByteReader(number.bytes)
    #expect(try reader.s64() == number.value)
  }

  @Test func readsTheExtremesOf64Bits() throws {
    let ones = [UInt8](repeating: 0xFF, count: 9)
    let zeros = [UInt8](repeating: 0x80, count: 9)
    var reader = ByteReader(ones + [0x01] + ones + [0x00] + zeros + [0x7F])
    #expect(try reader.u64() == .max)
    #expect(try reader.s64() == .max)
    #expect(try reader.s64() == .min)
  }

  struct Malformed: CustomTestStringConvertible {
    let bytes: [UInt8]
    let unsigned: DecodingError.Kind?
    let signed: DecodingError.Kind?
    var testDescription: String { "\(bytes)" }
  }

  /// Of numbers of 32 bits.
  @Test(arguments: [
    Malformed(bytes: [], unsigned: .unexpectedEnd, signed: .unexpectedEnd),
    Malformed(bytes: [0x80], unsigned: .unexpectedEnd, signed: .unexpectedEnd),
    Malformed(
      bytes: [0x80, 0x80, 0x80, 0x80, 0x80, 0x00], unsigned: .integerTooLong,
      signed: .integerTooLong),
    Malformed(
      bytes: [0x80, 0x80, 0x80, 0x80, 0x10], unsigned: .integerTooLarge, signed: .integerTooLarge),
    Malformed(bytes: [0xFF, 0xFF, 0xFF, 0xFF, 0x0F], unsigned: nil, signed: .integerTooLarge),
    Malformed(
      bytes: [0x80, 0x80, 0x80, 0x80, 0x70], unsigned: .integerTooLarge, signed: .integerTooLarge),
    Malformed(bytes: [0x80, 0x80, 0x80, 0x80, 0x78], unsigned: .integerTooLarge, signed: nil),
  ])
  func refuses(_ number: Malformed) {
    func kind(_ read: (inout ByteReader) throws(DecodingError) -> Void) -> DecodingError.Kind? {
      var reader = ByteReader(number.bytes)
      do throws(DecodingError) {
        try read(&reader)
        return nil
      } catch {
        return error.kind
      }
    }
    #expect(
      kind { reader throws(DecodingError) in _ = try reader.u32() } == number.unsigned)
    #expect(kind { reader throws(DecodingError) in _ = try reader.s32() } == number.signed)
  }

  /// A number may not reach beyond the part that it is in.
  @Test func staysWithinItsPart() {
    var reader = ByteReader([0x80, 0x01])
    reader.end = 1
    #expect(throws: DecodingError(.unexpectedEnd, at: 1)) { try reader.u32() }
  }

  /// A malformed number is called so even if it reaches beyond its part.
  @Test func namesWhatIsMalformedBeforeTheEnd() {
    var reader = ByteReader([0x80, 0x80, 0x80, 0x80, 0x80, 0x00])
    reader.end = 3
    #expect(throws: DecodingError(.integerTooLong, at: 4)) { try reader.u32() }
  }

  @Test func lengthsStayWithinTheirPart() {
    var reader = ByteReader([0x02, 0x61])
    #expect(throws: DecodingError(.lengthOutOfBounds, at: 0)) { try reader.byteVector() }
  }

  @Test(arguments: [[0xC3, 0x28], [0xFF], [0xED, 0xA0, 0x80], [0xC0, 0x80]] as [[UInt8]])
  func refusesMalformedNames(_ text: [UInt8]) {
    var reader = ByteReader([UInt8(text.count)] + text)
    #expect(throws: DecodingError(.malformedUTF8, at: 0)) { try reader.name() }
  }
}
