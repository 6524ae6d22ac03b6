internal import CanisterRuntime
internal import LLVM

// Counting instructions: what charges are made of.
extension CodeBuilder {
  /// Takes so many instructions from the counter, and ends the message there if that leaves less
  /// than none and the charge is checked.
  mutating func charge(_ count: UInt32, isChecked: Bool) {
    let left = builder.binary(.sub, instructionsLeft(), context.i64.constant(UInt64(count)))
    set(instructionsLeft: left)
    if isChecked { trapIfExhausted(left) }
  }

  /// Takes a size, of 64 bits without sign, from the counter.
  ///
  /// A size that turns the subtraction round is more than any counter has.
  mutating func charge(size: Value) {
    let before = instructionsLeft()
    let after = builder.binary(.sub, before, size)
    let turnsRound = builder.compare(.sgt, after, before)
    let left = builder.select(turnsRound, context.i64.constant(UInt64(1) << 63), after)
    set(instructionsLeft: left)
    trapIfExhausted(left)
  }

  private mutating func trapIfExhausted(_ left: Value) {
    trap(.instruction_limit, if: builder.compare(.slt, left, context.i64.constant(UInt64(0))))
  }

  private func instructionsLeft() -> Value {
    builder.load(context.i64, from: counterAddress, alignment: 8)
  }

  private func set(instructionsLeft: Value) {
    builder.store(instructionsLeft, to: counterAddress, alignment: 8)
  }

  private var counterAddress: Value {
    guard let counter else { preconditionFailure("charges in code that counts nothing") }
    return counter
  }
}
