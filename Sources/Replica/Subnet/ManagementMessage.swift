package import Candid

/// The few Candid messages of the management canister that the subnet itself reads and writes.
package enum ManagementMessage {
  /// The reply of a method without a result: no values.
  package static let emptyReply: [UInt8] = Array("DIDL".utf8) + [0, 0]

  /// `(record { canister_id = principal "…" })`.
  package static func record(canisterID id: Principal) -> [UInt8] {
    recordType + [1, UInt8(id.bytes.count)] + id.bytes
  }

  /// The canister of such a record, if the bytes are exactly that.
  static func canisterID(inRecord bytes: [UInt8]) -> Principal? {
    guard bytes.starts(with: recordType), bytes.count >= recordType.count + 2,
      let id = Principal(bytes: Array(bytes.dropFirst(recordType.count + 2)))
    else { return nil }
    return record(canisterID: id) == bytes ? id : nil
  }

  /// `(record { canister_log_records = vec { record { idx; timestamp_nanos; content } … } })`: the
  /// numbers are of type `nat64`, and the content is a blob.
  package static func logs(_ log: CanisterLog) -> [UInt8] {
    // The types by their numbers: a record with a vector (1) of records (2) with a blob (3).
    var bytes: [UInt8] = Array("DIDL".utf8) + [4]
    bytes += [0x6C, 1] + leb128(FieldLabel.hash(of: "canister_log_records")) + [1]
    bytes += [0x6D, 2]
    let types: [(name: String, type: UInt8)] = [
      ("idx", 0x78), ("timestamp_nanos", 0x78), ("content", 3),
    ]
    let fields = types.sorted { FieldLabel.hash(of: $0.name) < FieldLabel.hash(of: $1.name) }
    bytes += [0x6C, UInt8(fields.count)]
    for field in fields { bytes += leb128(FieldLabel.hash(of: field.name)) + [field.type] }
    bytes += [0x6D, 0x7B]
    bytes += [1, 0] + leb128(UInt32(log.records.count))
    for record in log.records {
      for field in fields {
        switch field.name {
        case "idx": bytes += littleEndian(record.index)
        case "timestamp_nanos": bytes += littleEndian(record.timestampNanoseconds)
        default: bytes += leb128(UInt32(record.content.count)) + record.content
        }
      }
    }
    return bytes
  }

  private static func leb128(_ value: UInt32) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    return bytes + [UInt8(rest)]
  }

  private static func littleEndian(_ value: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  /// Magic; one type, a record of one field, `canister_id` by its hash, of type principal; one
  /// value of that type.
  private static let recordType: [UInt8] =
    Array("DIDL".utf8) + [1, 0x6C, 1, 0xB3, 0xC4, 0xB1, 0xF2, 0x04, 0x68, 1, 0]
}
