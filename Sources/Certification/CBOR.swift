import Bytes

/// A value in the Concise Binary Object Representation (RFC 8949), the part of it that the Internet
/// Computer uses.
package indirect enum CBOR: Equatable, Sendable {
  case unsigned(UInt64)
  case bytes([UInt8])
  case text(String)
  case array([CBOR])
  /// The entries are written in this order.
  case map([(key: String, value: CBOR)])
  /// A value with the tag of self-described CBOR, which comes first in whole messages.
  case selfDescribed(CBOR)

  /// The bytes, in the shortest form.
  package var encoded: [UInt8] {
    var bytes: [UInt8] = []
    append(to: &bytes)
    return bytes
  }

  private func append(to bytes: inout [UInt8]) {
    switch self {
    case .unsigned(let number): Self.append(.unsigned, number, to: &bytes)
    case .bytes(let content):
      Self.append(.bytes, UInt64(content.count), to: &bytes)
      bytes += content
    case .text(let text):
      Self.append(.text, UInt64(text.utf8.count), to: &bytes)
      bytes += text.utf8
    case .array(let elements):
      Self.append(.array, UInt64(elements.count), to: &bytes)
      for element in elements { element.append(to: &bytes) }
    case .map(let entries):
      Self.append(.map, UInt64(entries.count), to: &bytes)
      for entry in entries {
        CBOR.text(entry.key).append(to: &bytes)
        entry.value.append(to: &bytes)
      }
    case .selfDescribed(let value):
      Self.append(.tag, 55799, to: &bytes)
      value.append(to: &bytes)
    }
  }

  /// What kind of value follows: the upper three bits of its first byte.
  private enum MajorType: UInt8 {
    case unsigned = 0
    case bytes = 2
    case text = 3
    case array = 4
    case map = 5
    case tag = 6
  }

  private static func append(_ type: MajorType, _ number: UInt64, to bytes: inout [UInt8]) {
    let head = type.rawValue << 5
    switch number {
    case ..<24: bytes.append(head | UInt8(number))
    case ...0xFF: bytes += [head | 24, UInt8(number)]
    case ...0xFFFF: bytes += [head | 25] + UInt16(number).bigEndianBytes
    case ...0xFFFF_FFFF: bytes += [head | 26] + UInt32(number).bigEndianBytes
    default: bytes += [head | 27] + number.bigEndianBytes
    }
  }

  package static func == (left: CBOR, right: CBOR) -> Bool { left.encoded == right.encoded }
}
