internal import CLLVM
package import LLVM

extension Module {
  /// Takes those functions out of the optimiser's hands that it would take far too long for.
  ///
  /// Whenever `instcombine` asks what is known of a value, it looks at all branches whose condition
  /// tells something of that value: a thousand comparisons with one value take it a million steps,
  /// in each of its runs. A block that is reached from thousands of others is as bad for whatever
  /// asks for the value that a phi takes from one of them. The code generator leaves out what it
  /// can for these functions, too.
  package func exemptCrowdedFunctions() {
    forEachFunction { function in
      guard !isExempt(function), !context.has("alwaysinline", function),
        Crowds(of: function).areLarge || loopCount(of: function) > Self.maximumLoopCount
      else { return }
      for attribute in ["noinline", "optnone"] {
        context.add(.flag(attribute), toFunction: function)
      }
    }
  }

  /// The code generator compares the loops of a function with each branch before them, too.
  private static let maximumLoopCount = 300

  /// The most loops that a function has, about.
  package var largestLoopCount: Int {
    var maximum = 0
    forEachFunction { function in
      if !isExempt(function) { maximum = max(maximum, loopCount(of: function)) }
    }
    return maximum
  }

  /// The number of branches back, in the order in which blocks are kept.
  private func loopCount(of function: LLVMValueRef) -> Int {
    var count = 0
    var seen: Set<LLVMBasicBlockRef> = []
    var block = LLVMGetFirstBasicBlock(function)
    while let current = block {
      seen.insert(current)
      if let terminator = LLVMGetBasicBlockTerminator(current) {
        for index in 0..<LLVMGetNumSuccessors(terminator) {
          if let successor = LLVMGetSuccessor(terminator, index), seen.contains(successor) {
            count += 1
          }
        }
      }
      block = LLVMGetNextBasicBlock(current)
    }
    return count
  }

  /// Whether the optimiser leaves a function as it is.
  private func isExempt(_ function: LLVMValueRef) -> Bool { context.has("optnone", function) }

  private func forEachFunction(_ body: (LLVMValueRef) -> Void) {
    var function = LLVMGetFirstFunction(reference)
    while let current = function {
      body(current)
      function = LLVMGetNextFunction(current)
    }
  }
}

/// How many branches of a function are about one value, or lead to one block.
private struct Crowds {
  private var conditionCounts: [LLVMValueRef: Int] = [:]
  private var edgeCounts: [LLVMBasicBlockRef: Int] = [:]

  /// The sum of the squares, up to which nothing is changed: about that of 500 branches.
  private static let maximumSquares = 250_000
  /// A phi costs less for each edge than a value for each condition.
  private static let maximumEdgeSquares = 4_000_000

  init(of function: LLVMValueRef) {
    var block = LLVMGetFirstBasicBlock(function)
    while let current = block {
      if let terminator = LLVMGetBasicBlockTerminator(current) { count(terminator) }
      block = LLVMGetNextBasicBlock(current)
    }
  }

  var areLarge: Bool {
    Self.squares(conditionCounts) > Self.maximumSquares
      || Self.squares(edgeCounts) > Self.maximumEdgeSquares
  }

  private static func squares<Key>(_ counts: [Key: Int]) -> Int {
    counts.values.reduce(0) { $0 + $1 * $1 }
  }

  private mutating func count(_ terminator: LLVMValueRef) {
    for index in 0..<LLVMGetNumSuccessors(terminator) {
      guard let successor = LLVMGetSuccessor(terminator, index),
        let first = LLVMGetFirstInstruction(successor), LLVMIsAPHINode(first) != nil
      else { continue }
      edgeCounts[successor, default: 0] += 1
    }
    if LLVMIsABranchInst(terminator) != nil, LLVMIsConditional(terminator) != 0 {
      countOperands(of: LLVMGetCondition(terminator), depth: 3)
    }
  }

  /// Counts what a condition is computed from, up to the depth that `instcombine` looks at.
  private mutating func countOperands(of value: LLVMValueRef?, depth: Int) {
    guard depth > 0, let value, let instruction = LLVMIsAInstruction(value),
      Self.isComputation(instruction)
    else { return }
    for index in 0..<UInt32(LLVMGetNumOperands(instruction)) {
      guard let operand = LLVMGetOperand(instruction, index), LLVMIsConstant(operand) == 0 else {
        continue
      }
      conditionCounts[operand, default: 0] += 1
      countOperands(of: operand, depth: depth - 1)
    }
  }

  private static func isComputation(_ instruction: LLVMValueRef) -> Bool {
    LLVMIsABinaryOperator(instruction) != nil || LLVMIsACastInst(instruction) != nil
      || LLVMIsACmpInst(instruction) != nil || LLVMIsASelectInst(instruction) != nil
  }
}
