/// The content to be certified: values with paths to them, such as `/time`.
package enum LabeledTree: Equatable, Sendable {
  case leaf([UInt8])
  case node([[UInt8]: LabeledTree])

  /// A node whose labels are texts.
  package static func node(texts children: [String: LabeledTree]) -> LabeledTree {
    .node(
      Dictionary(uniqueKeysWithValues: children.map { (label, tree) in (Array(label.utf8), tree) }))
  }

  /// The tree with all its hashes, and the content at and below these paths only.
  ///
  /// The labels of a node are in byte order, in a binary tree whose halves are as even as can be.
  package func hashTree(revealing paths: [[[UInt8]]]) -> HashTree {
    if paths.contains([]) { return wholeHashTree }
    if paths.isEmpty { return .pruned(wholeHashTree.digest) }
    guard case .node(let children) = self else { return wholeHashTree }
    return Self.hashTree(of: Self.sorted(children)) { label, tree in
      let inside = paths.filter { $0.first == label }.map { Array($0.dropFirst()) }
      if inside.isEmpty { return .pruned(HashTree.labeled(label, tree.wholeHashTree).digest) }
      return .labeled(label, tree.hashTree(revealing: inside))
    }
  }

  private var wholeHashTree: HashTree {
    switch self {
    case .leaf(let bytes): .leaf(bytes)
    case .node(let children):
      Self.hashTree(of: Self.sorted(children)) { .labeled($0, $1.wholeHashTree) }
    }
  }

  private typealias Child = (label: [UInt8], tree: LabeledTree)

  private static func sorted(_ children: [[UInt8]: LabeledTree]) -> ArraySlice<Child> {
    children.map { (label: $0.key, tree: $0.value) }
      .sorted { $0.label.lexicographicallyPrecedes($1.label) }[...]
  }

  /// Makes one tree of these, with what is left out in as few hashes as possible.
  private static func hashTree(
    of children: ArraySlice<Child>, each: (_ label: [UInt8], LabeledTree) -> HashTree
  ) -> HashTree {
    guard let first = children.first else { return .empty }
    if children.count == 1 { return each(first.label, first.tree) }
    let middle = children.startIndex + (children.count + 1) / 2
    let left = hashTree(of: children[..<middle], each: each)
    let right = hashTree(of: children[middle...], each: each)
    let fork = HashTree.fork(left, right)
    if case (.pruned, .pruned) = (left, right) { return .pruned(fork.digest) }
    return fork
  }
}
