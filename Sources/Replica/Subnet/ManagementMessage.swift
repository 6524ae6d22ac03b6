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

  /// Magic; one type, a record of one field, `canister_id` by its hash, of type principal; one
  /// value of that type.
  private static let recordType: [UInt8] =
    Array("DIDL".utf8) + [1, 0x6C, 1, 0xB3, 0xC4, 0xB1, 0xF2, 0x04, 0x68, 1, 0]
}
