import CanisterRuntime
import WebAssembly

// Counting instructions, as the internal instructions are defined.
extension Execution {
  @inline(__always)
  func charge(_ cost: UInt32, _ isChecked: Bool) throws(Trap) {
    let left = instructionsLeft.pointee &- Int64(cost)
    instructionsLeft.pointee = left
    if isChecked && left < 0 { throw .instruction_limit }
  }

  /// The size is without sign, the counter has one: a size that turns the subtraction round is
  /// more than any counter has.
  func chargeOperand() throws(Trap) {
    let before = instructionsLeft.pointee
    let after = before &- Int64(bitPattern: top[-1].low)
    instructionsLeft.pointee = after > before ? .min : after
    if instructionsLeft.pointee < 0 { throw .instruction_limit }
  }
}
