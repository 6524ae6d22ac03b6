import Candid

/// Shows a section of the metadata of a canister's code (Interface Specification, "IC method
/// `canister_metadata`").
enum CanisterMetadata: ManagementMethod {
  static let name = "canister_metadata"
  static let ways = ManagementWays.canisters
  static let access = ManagementAccess.everybody

  static func call(
    _ call: ManagementCall, of subnet: inout SubnetState
  ) throws(UserError) -> [CandidValue]? {
    let (id, name) = (call.canister, call.argument["name"].string)
    guard let canister = subnet.canisters[id], let code = canister.code else {
      throw .noMetadata(of: id)
    }
    guard let isPublic = code.metadata[name],
      isPublic || canister.controllers.contains(call.caller)
    else { throw .noMetadata(named: name, of: id) }
    subnet.read(.metadata(code: code.identity, name: name), in: call.context)
    return nil
  }
}

extension SubnetState {
  /// Has the host read bytes for a call.
  mutating func read(_ stored: StoredBytes, in context: ContextNumber) {
    let number = request(for: .reading(context, stored))
    effects.append(.read(number, stored))
  }

  /// Goes on when the host has read bytes.
  mutating func finishReading(
    _ bytes: [UInt8]?, at stored: StoredBytes, in context: ContextNumber
  ) {
    switch stored {
    case .metadata:
      CanisterMetadata.reply([.record(["value": .blob(bytes ?? [])])], to: context, of: &self)
    case .chunk, .snapshot:
      ReadCanisterSnapshotData.reply(
        [.record(["chunk": .blob(bytes ?? [])])], to: context, of: &self)
    }
  }
}
