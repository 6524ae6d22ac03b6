import WebAssembly

/// An operator and which of its operands comes from memory.
struct Consumer {
  let operation: Operator
  let position: Int

  /// All that can't trap by themselves, by the type of what they take.
  static let all: [ValueType: [Consumer]] = {
    let consumers = Operator.all.values.joined().filter { !$0.mayTrap }
      .sorted { $0.mnemonic < $1.mnemonic }
      .flatMap { operation in
        operation.operands.indices.map { Consumer(operation: operation, position: $0) }
      }
    return Dictionary(grouping: consumers) { $0.operation.operands[$0.position] }
  }()

  /// Each load with each consumer of what it loads, in an order in which neighbours differ.
  static let ofLoads: [(load: MemoryAccess, consumer: Consumer)] = {
    let pairs = MemoryAccess.loads.flatMap { load in
      (all[load.type] ?? []).map { (load: load, consumer: $0) }
    }
    // A step that has no divisor in common with any number of pairs goes through all of them.
    return pairs.indices.map { pairs[$0 * 1_000_003 % pairs.count] }
  }()
}
