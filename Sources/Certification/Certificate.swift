import Bytes

/// A part of a subnet's state, and its signature over the hash of all (Interface Specification,
/// "Certificate").
///
/// The front door of this target: `LabeledTree` says what there is, `HashTree` what of it is shown.
package struct Certificate: Equatable, Sendable {
  package let tree: HashTree
  /// The signature; empty if there is none.
  package let signature: [UInt8]

  package init(tree: HashTree, signature: [UInt8] = []) {
    self.tree = tree
    self.signature = signature
  }

  /// The certificate as canisters and clients pass it on.
  package var encoded: [UInt8] {
    CBOR.selfDescribed(.map([("tree", tree.encoded), ("signature", .bytes(signature))])).encoded
  }
}
