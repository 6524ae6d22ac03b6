internal import Instrumentation
internal import WebAssembly

/// The code of a loop that has no other loop in it, seen as what it does to locals and where it
/// goes round.
struct LoopCode {
  private let positions: ClosedRange<Int>
  private let instructions: [InstrumentedInstruction]
  /// Where each local is written.
  private var writes: [UInt32: [Int]] = [:]
  /// What is in no block of the loop's: every pass that gets beyond it has executed it.
  private var unconditional: Set<Int> = []
  /// The branches that begin the next pass.
  private var backEdges: [Int] = []
  /// The unconditional `br_if` that leave the loop.
  private var exits: [Int] = []
  private var passCost: UInt64 = 0

  init(of positions: ClosedRange<Int>, in body: InstrumentedBody) {
    self.positions = positions
    instructions = body.instructions
    var depth: UInt32 = 0
    for position in positions.dropFirst().dropLast() {
      let instruction = instructions[position]
      if depth == 0 { unconditional.insert(position) }
      if case .charge(let count, _) = instruction { passCost += UInt64(count) }
      if let local = instruction.writtenLocal { writes[local, default: []].append(position) }
      if instruction.labels(in: body).contains(depth) { backEdges.append(position) }
      if case .wasm(.branchIf(1...)) = instruction, depth == 0 { exits.append(position) }
      if instruction.isBeginOfBlock { depth += 1 }
      if case .wasm(.end) = instruction { depth -= 1 }
    }
  }

  /// Nil if the number of passes of the loop can't be told from here.
  var countedLoop: CountedLoop? {
    if backEdges.count == 1, let loop = countedLoop(testedAt: backEdges[0], goesOnIfTrue: true) {
      return loop
    }
    for exit in exits where backEdges.allSatisfy({ $0 > exit }) {
      if let loop = countedLoop(testedAt: exit, goesOnIfTrue: false) { return loop }
    }
    return nil
  }

  private func countedLoop(testedAt position: Int, goesOnIfTrue: Bool) -> CountedLoop? {
    for condition in conditions(before: position) {
      let comparison = goesOnIfTrue ? condition.comparison : condition.comparison.inverted
      if let loop = countedLoop(condition, goesOnWhile: comparison) { return loop }
    }
    return nil
  }

  private func countedLoop(
    _ condition: Condition, goesOnWhile comparison: IntegerCompareOperator
  ) -> CountedLoop? {
    guard case .charge(let headerCost, isChecked: true) = instructions[positions.lowerBound + 1],
      let passCost = UInt32(exactly: passCost), passCost <= UInt32(Int32.max),
      let variable = instructions[condition.value].local,
      let write = writes[variable]?.first, writes[variable]?.count == 1,
      unconditional.contains(write), backEdges.allSatisfy({ $0 > write }),
      let step = step(of: variable, writtenAt: write), isInvariant(condition.bound),
      let test = test(comparison, step)
    else { return nil }
    return CountedLoop(
      positions: positions, type: condition.type, variable: variable, test: test,
      bound: condition.bound, stepsFirst: condition.value >= write, headerCost: headerCost,
      passCost: passCost)
  }

  private func test(
    _ comparison: IntegerCompareOperator, _ step: CountedLoop.Operand
  ) -> CountedLoop.Test? {
    switch (comparison, step) {
    case (.ne, .constant(let step)) where step != 0: .differs(step: step)
    case (.ltU, .constant(let number)) where number > 0: .isLess(step: step)
    case (.ltU, .local) where isInvariant(step): .isLess(step: step)
    default: nil
    }
  }

  private func isInvariant(_ operand: CountedLoop.Operand) -> Bool {
    switch operand {
    case .constant: true
    case .local(let local): writes[local] == nil
    }
  }

  /// What is added to a local by a write that ends `local + step`, in either order.
  private func step(of local: UInt32, writtenAt write: Int) -> CountedLoop.Operand? {
    guard write - 3 > positions.lowerBound,
      case .wasm(.integerBinary(_, let operation)) = instructions[write - 1]
    else { return nil }
    let (first, second) = (operand(at: write - 3), operand(at: write - 2))
    switch operation {
    case .add where first == .local(local): return second
    case .add where second == .local(local): return first
    case .sub where first == .local(local):
      guard case .constant(let step) = second, step != .min else { return nil }
      return .constant(-step)
    default: return nil
    }
  }

  // Conditions

  /// A value that is compared with something that does not change.
  private struct Condition {
    /// Where the value is read from a local.
    let value: Int
    let type: IntegerType
    let comparison: IntegerCompareOperator
    let bound: CountedLoop.Operand
  }

  /// How the condition of the `br_if` at a position can be read.
  private func conditions(before position: Int) -> [Condition] {
    guard position - 3 > positions.lowerBound else { return [] }
    if instructions[position - 1].local != nil {
      return [
        Condition(value: position - 1, type: .i32, comparison: .ne, bound: .constant(0))
      ]
    }
    if case .wasm(.integerEqualsZero(let type)) = instructions[position - 1] {
      return [
        Condition(value: position - 2, type: type, comparison: .eq, bound: .constant(0))
      ]
    }
    guard case .wasm(.integerCompare(let type, let comparison)) = instructions[position - 1] else {
      return []
    }
    // Where the second operand is stepped on the spot, the first is before that.
    let isStepped = instructions[position - 2].writtenLocal != nil
    return [
      (value: position - 3, bound: position - 2, comparison: comparison),
      (position - 2, isStepped ? position - 6 : position - 3, comparison.swapped),
    ].compactMap { reading in
      operand(at: reading.bound).map {
        Condition(
          value: reading.value, type: type, comparison: reading.comparison, bound: $0)
      }
    }
  }

  /// What an instruction pushes that pops nothing, if that is a constant or a local.
  private func operand(at position: Int) -> CountedLoop.Operand? {
    guard position > positions.lowerBound else { return nil }
    if case .wasm(.i32Const(let value)) = instructions[position] { return .constant(Int64(value)) }
    if case .wasm(.i64Const(let value)) = instructions[position] { return .constant(value) }
    if case .wasm(.localGet(let local)) = instructions[position] { return .local(local) }
    return nil
  }
}

extension IntegerCompareOperator {
  /// True where this is false.
  fileprivate var inverted: IntegerCompareOperator {
    switch self {
    case .eq: .ne
    case .ne: .eq
    case .ltS: .geS
    case .ltU: .geU
    case .gtS: .leS
    case .gtU: .leU
    case .leS: .gtS
    case .leU: .gtU
    case .geS: .ltS
    case .geU: .ltU
    }
  }

  /// The same with the operands in the other order.
  fileprivate var swapped: IntegerCompareOperator {
    switch self {
    case .eq, .ne: self
    case .ltS: .gtS
    case .ltU: .gtU
    case .gtS: .ltS
    case .gtU: .ltU
    case .leS: .geS
    case .leU: .geU
    case .geS: .leS
    case .geU: .leU
    }
  }
}

extension InstrumentedInstruction {
  fileprivate var writtenLocal: UInt32? {
    if case .wasm(.localSet(let local)) = self { return local }
    if case .wasm(.localTee(let local)) = self { return local }
    return nil
  }

  /// The local whose value it leaves on the stack.
  fileprivate var local: UInt32? {
    if case .wasm(.localGet(let local)) = self { return local }
    if case .wasm(.localTee(let local)) = self { return local }
    return nil
  }

  fileprivate var isBeginOfBlock: Bool {
    if case .wasm(.block) = self { return true }
    if case .wasm(.if) = self { return true }
    return false
  }

  /// Where it may branch to.
  fileprivate func labels(in body: InstrumentedBody) -> ArraySlice<UInt32> {
    if case .wasm(.branch(let label)) = self { return [label] }
    if case .wasm(.branchIf(let label)) = self { return [label] }
    if case .wasm(.branchTable(let first, let count)) = self {
      return body.branchLabels[Int(first)...Int(first + count)]
    }
    return []
  }
}
