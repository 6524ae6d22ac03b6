extension Module {
  /// The indexes of the globals that outlast an execution, in the order of a canister's snapshot.
  ///
  /// First those that are exported, mutable or not, as they are exported (one with two names is
  /// there twice), then all other mutable ones, by their indexes.
  package var persistentGlobalIndexes: [Int] {
    let exported = exports.filter { $0.kind == .global }.map { Int($0.index) }
    let others = globalTypes.enumerated().filter { index, type in
      type.isMutable && !exported.contains(index)
    }
    return exported + others.map(\.offset)
  }
}
