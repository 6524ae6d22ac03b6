import Bytes
import Testing

/// Bytes as people read them.
struct TextFormTests {
  @Test func hexadecimalDigitsStandForBytes() {
    #expect(([0, 0xAB, 0x7F] as [UInt8]).hexadecimal == "00ab7f")
    #expect([UInt8](hexadecimal: "00Ab7f") == [0, 0xAB, 0x7F])
    #expect([UInt8](hexadecimal: "") == [])
    for text in ["0", "0g", "0x00", " 00", "٣٣", "a\u{301}a"] {
      #expect([UInt8](hexadecimal: text) == nil, "\(text)")
    }
  }

  @Test func base32DigitsStandForFiveBits() {
    #expect(Base32.encode([0xFF, 0, 1]) == "74aac")
    #expect(Base32.decode("74aac") == [0xFF, 0, 1])
    #expect(Base32.decode("A") == nil && Base32.decode("1") == nil)
  }
}
