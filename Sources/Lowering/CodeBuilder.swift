internal import CanisterRuntime
internal import LLVM

/// Builds the code of one LLVM function: a builder that knows how to trap.
struct CodeBuilder: ~Copyable {
  let builder: Builder
  let function: Function
  let module: LLVM.Module
  var counter = Counter.none
  /// How the function passes Wasm values, if it does.
  let signature: Signature?
  /// The table of what the instance has, if the function takes it as its first parameter.
  let instance: Value?
  /// The address of the overflow area, if it is a constant.
  var overflowArea: Value?
  /// Whether the state after a trap can be observed: a canister's is rolled back.
  var keepsStateOfTraps = false
  /// One cold block a kind of trap, made when first needed.
  private var trapBlocks: [rt_trap: Block] = [:]

  var context: Context { module.context }

  /// Begins with an empty entry block.
  init(
    _ function: Function, in module: LLVM.Module, signature: Signature? = nil,
    hasInstance: Bool = false
  ) {
    self.function = function
    self.module = module
    self.signature = signature
    instance = hasInstance ? function.parameter(0) : nil
    builder = Builder(in: module.context)
    builder.position(atEndOf: function.appendBlock("entry", in: module.context))
    builder.setDebugLocation(of: function)
  }

  func appendBlock(_ name: String) -> Block { function.appendBlock(name, in: context) }

  /// Traps if the condition, an `i1`, holds; goes on in a new block.
  mutating func trap(_ trap: rt_trap, if condition: Value) {
    let next = appendBlock("")
    builder.branch(if: condition, then: trapBlock(trap), else: next, likely: false)
    builder.position(atEndOf: next)
  }

  /// Traps unless the condition holds.
  mutating func trap(_ trap: rt_trap, unless condition: Value) {
    let next = appendBlock("")
    builder.branch(if: condition, then: next, else: trapBlock(trap), likely: true)
    builder.position(atEndOf: next)
  }

  /// Traps always; what follows needs a new block.
  mutating func trap(_ trap: rt_trap) {
    builder.branch(to: trapBlock(trap))
  }

  /// Goes on in a new block that LLVM will not put together with the one before.
  ///
  /// They are parted by a branch that is never taken, which only an assembler could know.
  mutating func splitBlock() {
    trap(.unreachable, if: builder.opaque(context.i1.constant(UInt64(0))))
  }

  /// Keeps LLVM from merging a call with another one if there are backtraces, which tell the two
  /// apart: they may stem from different functions that are inlined, or one may be a tail call.
  func keepApart(_ call: Value) {
    if function.hasDebugLocations { context.add(.flag("nomerge"), toCall: call, at: .function) }
  }

  /// The block that traps.
  ///
  /// `ubsantrap` is one instruction whose operand the runtime's signal handler reads: no call, no
  /// table of addresses.
  private mutating func trapBlock(_ trap: rt_trap) -> Block {
    if let block = trapBlocks[trap] { return block }
    let current = builder.block
    let block = appendBlock("trap.\(trap.rawValue)")
    builder.position(atEndOf: block)
    leaveCounter(by: trap)
    if keepsStateOfTraps { builder.fence() }
    let code = context.i8.constant(UInt64(trap.rawValue))
    let call = builder.intrinsic("llvm.ubsantrap", [code], in: module)
    context.add(.flag("nounwind"), toCall: call, at: .function)
    keepApart(call)
    builder.unreachable()
    builder.position(atEndOf: current)
    trapBlocks[trap] = block
    return block
  }
}
