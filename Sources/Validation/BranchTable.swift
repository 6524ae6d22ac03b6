/// Puts together `FunctionFacts.branches`.
///
/// Where a branch forward goes is known only when its block ends. Until then the branches that wait
/// for one block are a chain: the `position` of each holds the one before it.
struct BranchTable {
  private(set) var entries: [BranchTarget] = []

  /// A position in the code, with the cursor that belongs to it.
  struct Place: BitwiseCopyable {
    var position: UInt32
    var cursor: UInt32
  }

  /// The last of the branches that wait for one block, or none.
  struct Chain: BitwiseCopyable {
    fileprivate var last = UInt32.max
  }

  /// Begins a function.
  mutating func reset() { entries.removeAll(keepingCapacity: true) }

  /// The place of an instruction behind all that are in the table so far.
  func place(_ position: Int) -> Place {
    Place(position: UInt32(position), cursor: UInt32(entries.count))
  }

  /// Adds a branch back to a place.
  mutating func add(to place: Place, height: Int, count: Int) {
    entries.append(
      BranchTarget(
        position: place.position, operandHeight: UInt32(height), valueCount: UInt32(count),
        cursor: place.cursor))
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
  mutating func resolve(_ chain: Chain, to place: Place) {
    var number = chain.last
    while number != UInt32.max {
      let next = entries[Int(number)].position
      entries[Int(number)].position = place.position
      entries[Int(number)].cursor = place.cursor
      number = next
    }
  }
}
