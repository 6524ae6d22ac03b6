import Bytes
import Testing

/// Numbers come back from their shortest form; what else there may be, the decoder's tests cover.
struct LEB128Tests {
  @Test(arguments: [0, 1, 63, 64, 127, 128, 624_485, UInt64(UInt32.max), .max])
  func unsignedNumbersComeBack(number: UInt64) throws {
    let bytes = LEB128.bytes(unsigned: number)
    var position = 0
    #expect(try LEB128.unsigned(bits: 64, in: bytes, at: &position) == number)
    #expect(position == bytes.count && (bytes.count == 1) == (number < 128))
  }

  @Test(arguments: [0, 1, -1, 63, 64, -64, -65, 8191, -8192, Int64(Int32.min), .max, .min])
  func signedNumbersComeBack(number: Int64) throws {
    let bytes = LEB128.bytes(signed: number)
    var position = 0
    #expect(try LEB128.signed(bits: 64, in: bytes, at: &position) == number)
    #expect(position == bytes.count && (bytes.count == 1) == (-64..<64 ~= number))
  }

  @Test func positionIsThatOfTheMistake() {
    let mistakes: [([UInt8], LEB128.Failure, Int)] = [
      ([0x80, 0x80], .unexpectedEnd, 2), ([0x80, 0x80, 0x80, 0x80, 0x80, 0], .tooLong, 4),
      ([0x80, 0x80, 0x80, 0x80, 0x10], .tooLarge, 4),
    ]
    for (bytes, failure, place) in mistakes {
      var position = 0
      #expect(throws: failure) { try LEB128.unsigned(bits: 32, in: bytes, at: &position) }
      #expect(position == place)
    }
  }
}
