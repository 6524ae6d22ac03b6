import Bytes
import JSON
import Subnet

/// Ids of messages: 32 bytes, of which only the last eight are used here.
extension MessageNumber {
  private static let filler = [UInt8](repeating: 0, count: 24)

  /// The number that an id has, in Base64.
  init(id: String) throws(ProtocolError) {
    guard let bytes = Base64.decode(id), bytes.count == 32, bytes.starts(with: Self.filler) else {
      throw .badMessageID
    }
    self.init(value: bytes.suffix(8).reduce(0) { $0 << 8 | UInt64($1) })
  }

  /// The id, in Base64.
  var id: JSONValue { .bytes(Self.filler + value.bigEndianBytes) }

  /// The id in hexadecimal digits.
  var hexadecimalID: String { "0x" + (Self.filler + value.bigEndianBytes).hexadecimal }
}
