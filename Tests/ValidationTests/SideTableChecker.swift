import Validation
import WebAssembly

/// Checks that a side table can be followed as its documentation says, for any valid function.
enum SideTableChecker {
  /// What is wrong with the facts of a module's bodies; nil if nothing is.
  static func complaint(about module: ValidatedModule) -> String? {
    for (index, body) in module.module.bodies.enumerated() {
      if let complaint = complaint(about: module.functionFacts[index], of: body) {
        return "body \(index): \(complaint)"
      }
    }
    return nil
  }

  private static func complaint(about facts: FunctionFacts, of body: FunctionBody) -> String? {
    // The cursor that belongs to each position, and where each block opens.
    var cursors: [UInt32] = []
    var starts: [UInt32] = []
    var cursor: UInt32 = 0
    for (position, instruction) in body.instructions.enumerated() {
      cursors.append(cursor)
      cursor += entryCount(instruction)
      if opensBlock(instruction) { starts.append(UInt32(position)) }
    }
    if Int(cursor) != facts.branches.count {
      return "\(facts.branches.count) entries, not \(cursor)"
    }
    if starts != facts.blocks.map(\.start) { return "blocks start elsewhere" }

    for (number, branch) in facts.branches.enumerated() {
      guard Int(branch.position) < cursors.count else { return "entry \(number) goes nowhere" }
      if branch.cursor != cursors[Int(branch.position)] { return "entry \(number) has no cursor" }
      if Int(branch.operandHeight + branch.valueCount) > facts.maximumOperandCount {
        return "entry \(number) leaves too many operands"
      }
    }
    for block in facts.blocks {
      if body.instructions[Int(block.end)] != .end || block.end <= block.start {
        return "the block at \(block.start) does not end"
      }
      if let position = block.elsePosition, body.instructions[Int(position)] != .else {
        return "the block at \(block.start) has no else"
      }
    }
    return nil
  }

  private static func entryCount(_ instruction: Instruction) -> UInt32 {
    if case .branchTable(_, let count) = instruction { return count + 1 }
    if case .branch = instruction { return 1 }
    if case .branchIf = instruction { return 1 }
    if case .if = instruction { return 1 }
    return instruction == .else ? 1 : 0
  }

  private static func opensBlock(_ instruction: Instruction) -> Bool {
    if case .block = instruction { return true }
    if case .loop = instruction { return true }
    if case .if = instruction { return true }
    return false
  }
}
