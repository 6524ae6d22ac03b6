import Bytes

/// The size of the code section after its function count, in bytes, without decoding the module.
///
/// Nil if there is no code section, or if the bytes before it are malformed in a way that decoding
/// will report.
func codeSectionSizeBytes(of binary: [UInt8]) -> UInt64? {
  var position = 8
  while position < binary.count {
    let id = binary[position]
    position += 1
    guard let size = unsigned32(in: binary, at: &position) else { return nil }
    guard id == 10 else {
      position += Int(size)
      continue
    }
    let start = position
    guard unsigned32(in: binary, at: &position) != nil else { return nil }
    let countBytes = UInt64(position - start)
    return UInt64(size) >= countBytes ? UInt64(size) - countBytes : nil
  }
  return nil
}

/// An unsigned integer of at most 32 bits.
private func unsigned32(in binary: [UInt8], at position: inout Int) -> UInt32? {
  (try? LEB128.unsigned(bits: 32, in: binary, at: &position)).map { UInt32($0) }
}
