import Bytes
import Testing

struct LittleEndianTests {
  @Test func numbersAreReadWhereTheyAreWhole() {
    let bytes: [UInt8] = [0x01, 0x02, 0x03, 0x84, 0x05]
    #expect(bytes.littleEndian(at: 0) == 0x8403_0201 as UInt32)
    #expect(bytes.littleEndian(at: 2, as: Int16.self) == Int16(bitPattern: 0x8403))
    #expect(bytes.littleEndian(at: 4) == 5 as UInt8)
    #expect(bytes.littleEndian(at: 2, as: UInt32.self) == nil)
    #expect(bytes.littleEndian(at: -1, as: UInt8.self) == nil)
    #expect(bytes.littleEndian(at: .max, as: UInt64.self) == nil)
  }

  @Test func whatIsWrittenIsRead() {
    var bytes: [UInt8] = [7]
    bytes.append(littleEndian: -2 as Int32)
    #expect(bytes == [7, 0xFE, 0xFF, 0xFF, 0xFF])
    bytes.replace(littleEndian: 0x0102 as UInt16, at: 2)
    #expect(bytes == [7, 0xFE, 2, 1, 0xFF])
    #expect((0x0102_0304 as UInt32).bigEndianBytes == [1, 2, 3, 4])
  }
}
