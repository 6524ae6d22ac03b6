/// Puts together `FunctionFacts.branches`.
///
/// Where a branch forward goes is known only when its block ends. Until then the branches that wait
/// for one block are a chain: the `position` of each holds the one before it.
struct BranchTable {
  private(set) var entries: [BranchTarget] = []

  /// Where a branch goes: a position in the code, with the cursor that belongs to it.
  struct Destination: BitwiseCopyable {
    var position: UInt32
    var cursor: UInt32
  }

  /// The last of the branches that wait for one block, or none.
  struct Chain: BitwiseCopyable {
    fileprivate var last = UInt32.max
  }

  /// Begins a function.
  mutating func reset() { entries.removeAll(keepingCapacity: true) }

  /// The instruction at a position behind all branches that are in the table so far.
  func destination(at position: Int) -> Destination {
    Destination(position: UInt32(position), cursor: UInt32(entries.count))
  }

  /// Adds a branch back.
  mutating func add(to destination: Destination, height: Int, count: Int) {
    entries.append(
      BranchTarget(
        position: destination.position, operandHeight: UInt32(height), valueCount: UInt32(count),
        cursor: destination.cursor))
  }

  /// Adds a branch forward.
  mutating func add(waitingIn chain: inout Chain, height: Int, count: Int) {
    let number = UInt32(entries.count)
    entries.append(
      BranchTarget(
        position: chain.last, operandHeight: UInt32(height), valueCount: UInt32(count), cursor: 0))
    chain.last = number
  }

  /// Says where the branches of a chain go.
  mutating func resolve(_ chain: Chain, to destination: Destination) {
    var number = chain.last
    while number != UInt32.max {
      let next = entries[Int(number)].position
      entries[Int(number)].position = destination.position
      entries[Int(number)].cursor = destination.cursor
      number = next
    }
  }
}
