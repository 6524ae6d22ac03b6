/// Integers in groups of seven bits, the least significant one first, each but the last with a mark
/// that more follow (Core Specification, "Binary Format: Integers").
package enum LEB128 {
  /// Why bytes are no number of some width.
  package enum Failure: Error {
    case unexpectedEnd
    /// Another byte follows the last one that the width has room for.
    case tooLong
    /// The last byte has bits beyond the width.
    case tooLarge
  }

  /// Reads an unsigned number, and leaves `position` behind it; or at the byte that is wrong.
  package static func unsigned(
    bits: Int, in bytes: [UInt8], at position: inout Int
  ) throws(Failure) -> UInt64 {
    var result: UInt64 = 0
    var shift = 0
    while true {
      guard position < bytes.count else { throw .unexpectedEnd }
      let byte = bytes[position]
      let payload = UInt64(byte & 0x7F)
      if shift + 7 > bits {
        if byte & 0x80 != 0 { throw .tooLong }
        if payload >> UInt64(bits - shift) != 0 { throw .tooLarge }
      }
      position += 1
      result |= payload << UInt64(shift)
      if byte & 0x80 == 0 { return result }
      shift += 7
    }
  }

  /// Reads a signed number, and leaves `position` behind it; or at the byte that is wrong.
  package static func signed(
    bits: Int, in bytes: [UInt8], at position: inout Int
  ) throws(Failure) -> Int64 {
    var result: Int64 = 0
    var shift = 0
    while true {
      guard position < bytes.count else { throw .unexpectedEnd }
      let byte = bytes[position]
      if shift + 7 > bits {
        if byte & 0x80 != 0 { throw .tooLong }
        // The bits beyond the width must repeat the sign.
        let unused = Int8(bitPattern: byte << 1) >> Int8(bits - shift)
        if unused != 0 && unused != -1 { throw .tooLarge }
      }
      position += 1
      result |= Int64(byte & 0x7F) << Int64(shift)
      shift += 7
      guard byte & 0x80 == 0 else { continue }
      return shift < 64 && byte & 0x40 != 0 ? result | -1 << Int64(shift) : result
    }
  }

  /// The shortest form of an unsigned number.
  package static func bytes(unsigned number: UInt64) -> [UInt8] {
    var groups: [UInt8] = []
    var rest = number
    repeat {
      groups.append(UInt8(truncatingIfNeeded: rest & 0x7F))
      rest >>= 7
    } while rest != 0
    return bytes(groups: groups)
  }

  /// The shortest form of a signed number.
  package static func bytes(signed number: Int64) -> [UInt8] {
    var groups: [UInt8] = []
    var rest = number
    repeat {
      groups.append(UInt8(truncatingIfNeeded: rest & 0x7F))
      rest >>= 7
    } while rest != (groups[groups.count - 1] & 0x40 == 0 ? 0 : -1)
    return bytes(groups: groups)
  }

  /// The groups of a number, with their marks.
  package static func bytes(groups: [UInt8]) -> [UInt8] {
    groups.dropLast().map { $0 | 0x80 } + groups.suffix(1)
  }
}
