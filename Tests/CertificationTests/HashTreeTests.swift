import Bytes
import Testing

@testable import Certification

/// The examples of the Interface Specification, "Certificate".
struct HashTreeTests {
  private static let root = "eb5c5b2195e62d996b84c9bcc8259d19a83786a2f59e0878cec84c811f669aa0"

  private static func label(_ text: String, _ tree: HashTree) -> HashTree {
    .labeled(Array(text.utf8), tree)
  }

  private static func leaf(_ text: String) -> HashTree { .leaf(Array(text.utf8)) }

  private static func pruned(_ text: String) throws -> HashTree {
    .pruned(try #require([UInt8](hexadecimal: text)))
  }

  @Test func wholeTree() {
    let tree = HashTree.fork(
      .fork(
        Self.label(
          "a",
          .fork(
            .fork(Self.label("x", Self.leaf("hello")), .empty),
            Self.label("y", Self.leaf("world")))),
        Self.label("b", Self.leaf("good"))),
      .fork(Self.label("c", .empty), Self.label("d", Self.leaf("morning"))))
    #expect(tree.digest.hexadecimal == Self.root)
    #expect(
      tree.encoded.encoded.hexadecimal == "8301830183024161830183018302417882034568656c6c6f8100"
        + "83024179820345776f726c6483024162820344676f6f648301830241638100830241648203476d6f726e69"
        + "6e67")
  }

  @Test func prunedTree() throws {
    let tree = HashTree.fork(
      .fork(
        Self.label(
          "a",
          .fork(
            try Self.pruned("1b4feff9bef8131788b0c9dc6dbad6e81e524249c879e9f10f71ce3749f5a638"),
            Self.label("y", Self.leaf("world")))),
        Self.label(
          "b",
          try Self.pruned(
            "7b32ac0c6ba8ce35ac82c255fc7906f7fc130dab2a090f80fe12f9c2cae83ba6"))),
      .fork(
        try Self.pruned("ec8324b8a1f1ac16bd2e806edba78006479c9877fed4eb464a25485465af601d"),
        Self.label("d", Self.leaf("morning"))))
    #expect(tree.digest.hexadecimal == Self.root)
  }
}
