import Testing

@testable import Certification

/// What is shown of a tree, and that its hash is that of the whole.
struct LabeledTreeTests {
  private static let tree = LabeledTree.node(texts: [
    "canister": .node(texts: [
      "a": .node(texts: ["certified_data": .leaf([1]), "module_hash": .leaf([2])]),
      "b": .node(texts: ["certified_data": .leaf([3])]),
      "c": .node(texts: [:]),
    ]),
    "subnet": .node(texts: ["x": .leaf([4])]),
    "time": .leaf([5]),
  ])

  private static func path(_ labels: String...) -> [[UInt8]] { labels.map { Array($0.utf8) } }

  private static func leaves(_ tree: HashTree) -> [[UInt8]] {
    switch tree {
    case .empty, .pruned: []
    case .fork(let left, let right): leaves(left) + leaves(right)
    case .labeled(_, let tree): leaves(tree)
    case .leaf(let bytes): [bytes]
    }
  }

  @Test(
    arguments: [
      ([path("time")], [[5]]),
      ([path("canister", "a", "certified_data"), path("time")], [[1], [5]]),
      ([path("canister")], [[1], [2], [3]]), ([path()], [[1], [2], [3], [4], [5]]), ([], []),
      ([path("nothing"), path("canister", "d")], []),
    ] as [([[[UInt8]]], [[UInt8]])])
  func onlyWhatWasAskedForIsShown(paths: [[[UInt8]]], content: [[UInt8]]) {
    let shown = Self.tree.hashTree(revealing: paths)
    #expect(Self.leaves(shown) == content)
    #expect(shown.digest == Self.tree.hashTree(revealing: [[]]).digest)
  }

  /// Neighbours that are left out share a hash.
  @Test func whatIsLeftOutIsSmall() throws {
    let many = LabeledTree.node(
      texts: Dictionary(uniqueKeysWithValues: (0..<1000).map { ("\($0)", LabeledTree.leaf([7])) }))
    let shown = many.hashTree(revealing: [Self.path("500")])
    #expect(Self.leaves(shown) == [[7]])
    #expect(shown.encoded.encoded.count < 500)
    #expect(many.hashTree(revealing: []) == .pruned(shown.digest))
  }
}
