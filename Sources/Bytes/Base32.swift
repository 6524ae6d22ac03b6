/// Base32 in lower case and without padding (RFC 4648), as the text of principals uses it.
package enum Base32 {
  private static let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)

  /// The digits of these bytes, five bits each; the last digit is filled up with zeros.
  package static func encode(_ bytes: [UInt8]) -> String {
    var digits: [UInt8] = []
    var buffer: UInt32 = 0
    var bufferedBits: UInt32 = 0
    for byte in bytes {
      buffer = buffer << 8 | UInt32(byte)
      bufferedBits += 8
      while bufferedBits >= 5 {
        bufferedBits -= 5
        digits.append(alphabet[Int(buffer >> bufferedBits & 31)])
      }
    }
    if bufferedBits > 0 { digits.append(alphabet[Int(buffer << (5 - bufferedBits) & 31)]) }
    return String(decoding: digits, as: UTF8.self)
  }

  /// The bytes of these digits, or nil if one is none; bits left over at the end are dropped.
  package static func decode(_ digits: String) -> [UInt8]? {
    var bytes: [UInt8] = []
    var buffer: UInt32 = 0
    var bufferedBits: UInt32 = 0
    for digit in digits.utf8 {
      guard let value = alphabet.firstIndex(of: digit) else { return nil }
      buffer = buffer << 5 | UInt32(value)
      bufferedBits += 5
      if bufferedBits >= 8 {
        bufferedBits -= 8
        bytes.append(UInt8(truncatingIfNeeded: buffer >> bufferedBits))
      }
    }
    return bytes
  }
}
