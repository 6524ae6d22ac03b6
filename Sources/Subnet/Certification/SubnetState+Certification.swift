import Bytes
import Candid
import Certification

/// What a subnet certifies of itself (Interface Specification, "The system state tree").
extension SubnetState {
  /// The certificate of a canister's data, as its queries get it: without a signature, since
  /// nobody signs here.
  ///
  /// Making it takes a time proportional to the number of canisters, so those that can't read it
  /// get none.
  func certificate(for id: Principal) -> [UInt8] {
    guard canisters[id]?.code?.readsCertificate == true else { return [] }
    let tree = stateTree.hashTree(revealing: [
      [Array("canister".utf8), id.bytes, Array("certified_data".utf8)], [Array("time".utf8)],
    ])
    return Certificate(tree: tree).encoded
  }

  /// All of it.
  private var stateTree: LabeledTree {
    let canisters = Dictionary(
      uniqueKeysWithValues: canisters.map { (id, canister) in (id.bytes, canister.tree) })
    return .node(texts: [
      "canister": .node(canisters),
      "subnet": .node([
        settings.id.bytes: .node(texts: ["canister_ranges": .leaf(settings.encodedRanges)])
      ]),
      "time": .leaf(LEB128.bytes(unsigned: timeNanoseconds)),
    ])
  }
}

extension CanisterState {
  /// What is certified of a canister.
  fileprivate var tree: LabeledTree {
    let controllers = CBOR.selfDescribed(.array(controllers.map { .bytes($0.bytes) })).encoded
    guard code != nil else { return .node(texts: ["controllers": .leaf(controllers)]) }
    return .node(texts: [
      "certified_data": .leaf(certifiedData), "controllers": .leaf(controllers),
      "module_hash": .leaf(moduleHash ?? []),
    ])
  }
}

extension SubnetSettings {
  /// The ids that belong to the subnet, each range by its first and its last one.
  fileprivate var encodedRanges: [UInt8] {
    let ranges = (ranges + [allotment]).map { range in
      CBOR.array([range.first, range.last].map { .bytes(Principal(canisterIndex: $0).bytes) })
    }
    return CBOR.selfDescribed(.array(ranges)).encoded
  }
}
