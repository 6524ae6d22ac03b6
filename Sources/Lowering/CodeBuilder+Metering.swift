internal import CanisterRuntime
internal import LLVM

/// Where code has the message's counter of instructions.
enum Counter {
  /// Nowhere: nothing is counted.
  case none
  /// In the instance, at this address.
  case shared(home: Value)
  /// In a slot of the frame, which LLVM turns into a register: it comes and goes with calls. The
  /// instance has it while the runtime is called, and when the message ends.
  case passed(slot: Value, home: Value)

  var isPassed: Bool {
    if case .passed = self { true } else { false }
  }
}

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

  /// Ends the message if a value that the counter had is below zero.
  mutating func trapIfExhausted(_ left: Value) {
    trap(.instruction_limit, if: builder.compare(.slt, left, context.i64.constant(UInt64(0))))
  }

  func instructionsLeft() -> Value {
    builder.load(context.i64, from: counterAddress, alignment: 8)
  }

  /// In the instance, the counter is as old as its last store when an access of memory faults: so
  /// no store may wait.
  func set(instructionsLeft: Value) {
    builder.store(
      instructionsLeft, to: counterAddress, alignment: 8, isVolatile: !counter.isPassed)
  }

  /// Shows the runtime a counter that is passed along.
  func publishCounter() {
    guard case .passed(_, let home) = counter else { return }
    builder.store(instructionsLeft(), to: home, alignment: 8)
  }

  /// Leaves a counter that is passed along to the runtime, before a trap.
  ///
  /// LLVM sees no reader of it, so the store is volatile. By how much a limit is
  /// exceeded does not matter: then traps are alike, and one check can do for several.
  func leaveCounter(by trap: rt_trap) {
    guard case .passed(_, let home) = counter else { return }
    let left = trap == .instruction_limit ? context.i64.constant(-1) : instructionsLeft()
    builder.store(left, to: home, alignment: 8, isVolatile: true)
    // A page that has changed before a trap is charged. Where the limit is, nothing more can be.
    if trap != .instruction_limit { builder.fenceInThread() }
  }

  /// Takes over what the runtime has left of the counter.
  func fetchCounter() {
    guard case .passed(_, let home) = counter else { return }
    set(instructionsLeft: builder.load(context.i64, from: home, alignment: 8))
  }

  private var counterAddress: Value {
    switch counter {
    case .none: preconditionFailure("charges in code that counts nothing")
    case .shared(let home): home
    case .passed(let slot, _): slot
    }
  }
}
