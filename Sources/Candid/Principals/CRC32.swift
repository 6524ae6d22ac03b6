/// The checksum of ISO 3309, which zip and principals use.
enum CRC32 {
  /// The checksum of these bytes.
  static func checksum(of bytes: [UInt8]) -> UInt32 {
    var remainder: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      remainder ^= UInt32(byte)
      for _ in 0..<8 {
        let isDivisible = remainder & 1 == 1
        remainder >>= 1
        if isDivisible { remainder ^= 0xEDB8_8320 }
      }
    }
    return ~remainder
  }
}
