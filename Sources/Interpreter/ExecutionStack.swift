import Instrumentation
import Validation
import WebAssembly

/// The memory of all calls in a store: their slots, and their frames.
final class ExecutionStack {
  let slots: UnsafeMutablePointer<Slot>
  let frames: UnsafeMutablePointer<Frame>
  /// Where both end.
  let slotsEnd: UnsafeMutablePointer<Slot>
  let framesEnd: UnsafeMutablePointer<Frame>
  /// What the frames of one execution may take in code of the Internet Computer.
  let stackBytes: Int
  /// The free stack while no code is running, or a function of the host is.
  var freeSlots: UnsafeMutablePointer<Slot>
  var freeFrames: UnsafeMutablePointer<Frame>
  /// How many calls by the host have not returned yet.
  var invocationDepth = 0
  /// The watcher of calls, if the code has instructions for it.
  var watcher: CallWatcher?
  /// The counter of metered code.
  var instructionsLeft: UnsafeMutablePointer<Int64>
  private let ownInstructionsLeft: UnsafeMutablePointer<Int64>

  init(_ limits: ExecutionLimits) {
    slots = .allocate(capacity: limits.slotCount)
    frames = .allocate(capacity: limits.callDepth)
    slotsEnd = slots + limits.slotCount
    framesEnd = frames + limits.callDepth
    stackBytes = limits.stackBytes
    freeSlots = slots
    freeFrames = frames
    ownInstructionsLeft = .allocate(capacity: 1)
    ownInstructionsLeft.initialize(to: .max)
    instructionsLeft = ownInstructionsLeft
  }

  deinit {
    slots.deallocate()
    frames.deallocate()
    ownInstructionsLeft.deallocate()
  }
}

/// What a call has to remember to go on with the caller.
struct Frame: BitwiseCopyable {
  var function: UnsafePointer<FunctionCode>
  var nextInstruction: UnsafePointer<InstrumentedInstruction>
  var nextBranch: UnsafePointer<BranchTarget>
  var locals: UnsafeMutablePointer<Slot>
}
