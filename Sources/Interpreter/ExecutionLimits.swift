import Instrumentation

/// What code may use up at most.
package struct ExecutionLimits: Sendable {
  /// The number of calls that have not returned yet.
  package var callDepth = 65_536
  /// What the frames of all of them take, in bytes, as `StackFrames` estimates it.
  package var stackBytes = StackFrames.stackBytes
  /// The number of parameters, locals and operands of all of them, each of 16 bytes.
  package var slotCount = 1 << 20
  /// The number of calls by the host that have not returned yet: functions of the host can call
  /// Wasm again, and only these calls nest on the thread's own stack.
  package var invocationDepth = 100
  /// The size that a memory can have.
  package var memoryPages: UInt64 = 65_536
  /// The size that a table can have.
  package var tableElements: UInt64 = 10_000_000

  package init() {}
}
