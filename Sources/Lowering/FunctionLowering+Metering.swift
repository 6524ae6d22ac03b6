internal import CanisterRuntime
internal import LLVM
internal import WebAssembly

// Counting instructions: the charges that instrumentation has put in.
extension FunctionLowering {
  /// Takes a constant from the counter.
  mutating func lowerCharge(_ cost: UInt32, isChecked: Bool) {
    let left = code.builder.binary(
      .sub, instructionsLeft(), context.i64.constant(UInt64(cost)))
    setInstructionsLeft(left)
    if isChecked {
      code.trap(
        .instruction_limit,
        if: code.builder.compare(.slt, left, context.i64.constant(0)))
    }
  }

  /// Takes the topmost operand from the counter; a size that no counter could pay for empties it.
  mutating func lowerChargeOperand() {
    let size = code.builder.cast(.zext, stack[stack.count - 1], to: context.i64)
    let before = instructionsLeft()
    let after = code.builder.binary(.sub, before, size)
    let wraps = code.builder.compare(.sgt, after, before)
    let left = code.builder.select(wraps, context.i64.constant(UInt64(1) << 63), after)
    setInstructionsLeft(left)
    code.trap(
      .instruction_limit,
      if: code.builder.compare(.slt, left, context.i64.constant(0)))
  }

  private func instructionsLeft() -> Value {
    code.builder.load(
      context.i64, from: module.instanceField(\.instructions_left, code.builder), alignment: 8)
  }

  private func setInstructionsLeft(_ left: Value) {
    code.builder.store(
      left, to: module.instanceField(\.instructions_left, code.builder), alignment: 8)
  }
}
