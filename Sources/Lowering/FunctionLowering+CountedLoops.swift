internal import LLVM
internal import WebAssembly

// Loops whose cost is known before they begin.
//
// A check in every pass is a way out of the loop, and LLVM neither vectorises nor unrolls a loop
// that it might leave in any pass. So a counted loop exists twice. Where the counter lasts for all
// its passes, it runs without a check, and LLVM turns the charges into one. Where it may not, the
// loop runs with its checks, and ends the message in the pass where the definition says.
extension FunctionLowering {
  /// Lowers a loop that `countedLoops` has.
  mutating func lower(_ loop: CountedLoop, _ blockType: BlockType) {
    let (parameters, results) = signature(blockType)
    let frame = forwardFrame(
      .block, parameters: parameters, results: results, height: stack.count - parameters.count)
    let unchecked = code.appendBlock("counted")
    let checked = code.appendBlock("limited")
    code.builder.branch(
      if: counterLasts(for: loop), then: unchecked, else: checked, likely: true)
    let operands = stack
    for (block, isChecked) in [(unchecked, false), (checked, true)] {
      block.move(after: code.builder.block)
      code.builder.position(atEndOf: block)
      stack = operands
      lowerLoop(blockType)
      let header = control[control.count - 1].target
      code.charge(loop.headerCost, isChecked: isChecked)
      lower(loop.positions.lowerBound + 2...loop.positions.upperBound)
      if loop.hasUnknownStep { header.forbidVectors(after: block, in: context) }
      if unreachableDepth == nil {
        carry(to: frame)
        code.builder.branch(to: frame.target)
      }
      unreachableDepth = nil
    }
    stack = operands.dropLast(parameters.count)
    goOn(after: frame)
  }

  /// Whether the counter certainly has enough for all passes of a loop that is about to begin.
  private func counterLasts(for loop: CountedLoop) -> Value {
    let (isKnown, others) = passesAfterTheFirst(of: loop)
    let others64 = code.builder.cast(.zext, others, to: context.i64)
    // So few that their cost, at most 2^31 each, is a number of 64 bits with a sign.
    let areFew = code.builder.compare(.ult, others64, context.i64.constant(UInt64(1) << 31))
    let passes = code.builder.binary(.add, others64, context.i64.constant(UInt64(1)))
    let cost = code.builder.binary(.mul, passes, context.i64.constant(UInt64(loop.passCost)))
    let isEnough = code.builder.compare(.sge, code.instructionsLeft(), cost)
    return [areFew, isEnough].reduce(isKnown) { code.builder.binary(.and, $0, $1) }
  }

  /// How many passes follow the first, at most; and whether that is so.
  private func passesAfterTheFirst(of loop: CountedLoop) -> (isKnown: Value, others: Value) {
    let type = types.integer(loop.type)
    let variable = value(.local(loop.variable), type)
    let bound = value(loop.bound, type)
    let zero = type.constant(UInt64(0))
    switch loop.test {
    case .differs(let step):
      // The steps lead to the bound, perhaps once around, where they divide the way.
      let size = type.constant(step.magnitude)
      let way =
        step > 0
        ? code.builder.binary(.sub, bound, variable)
        : code.builder.binary(.sub, variable, bound)
      let rest = loop.stepsFirst ? code.builder.binary(.sub, way, size) : way
      let remainder = code.builder.binary(.urem, rest, size)
      return (
        code.builder.compare(.eq, remainder, zero), code.builder.binary(.udiv, rest, size)
      )
    case .isLess(let step):
      // No value below the bound is led around by a step, so each comes nearer.
      let step = value(step, type)
      let highest = code.builder.binary(.sub, zero, step)
      let conditions = [
        code.builder.compare(.ult, variable, bound),
        code.builder.compare(.ne, step, zero),
        code.builder.compare(.ule, bound, highest),
      ]
      let way = code.builder.binary(.sub, bound, variable)
      return (
        conditions.dropFirst().reduce(conditions[0]) { code.builder.binary(.and, $0, $1) }, way
      )
    }
  }

  private func value(_ operand: CountedLoop.Operand, _ type: Type) -> Value {
    switch operand {
    case .constant(let value):
      type.constant(UInt64(bitPattern: value) & .max >> UInt64(64 - type.bitWidth))
    case .local(let local): value(ofLocal: local)
    }
  }
}
