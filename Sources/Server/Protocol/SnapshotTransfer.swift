import Candid
import JSON

/// A snapshot that is to go to a folder, or to come from one.
struct SnapshotTransfer: Sendable {
  let sender: Principal
  let canister: Principal
  let directory: String
  /// The snapshot that goes to the folder.
  let snapshot: [UInt8]?
  /// The snapshot that one from a folder replaces.
  let replaced: [UInt8]?

  init(_ json: JSONValue) throws(ProtocolError) {
    sender = try json.required("sender").principal("principal_id", else: .badSender)
    canister = try json.required("canister_id").canister()
    directory = try json.string("snapshot_dir")
    snapshot = json.optional("snapshot_id") == nil ? nil : try json.bytes("snapshot_id")
    replaced = try json.optional("replace_snapshot")?.bytes("snapshot_id")
  }
}
