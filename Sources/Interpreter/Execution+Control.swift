import CanisterRuntime
import Validation
import WebAssembly

// Control and parametric instructions (Core Specification, "Control Instructions").
extension Execution {
  // Branches: `FunctionFacts` explains the use of the side table.

  @inline(__always)
  mutating func takeBranch() {
    let target = nextBranch.pointee
    move(Int(target.valueCount), to: operands + Int(target.operandHeight))
    nextInstruction = function.pointee.instructions + Int(target.position)
    nextBranch = function.pointee.branches + Int(target.cursor)
  }

  /// Moves the topmost operands down; few are more than one.
  @inline(__always)
  private mutating func move(_ count: Int, to destination: UnsafeMutablePointer<Slot>) {
    if count == 1 {
      destination.pointee = top[-1]
    } else if count > 1 {
      destination.update(from: top - count, count: count)
    }
    top = destination + count
  }

  @inline(__always)
  mutating func enterIf() {
    if pop().i32 == 0 { takeBranch() } else { nextBranch += 1 }
  }

  @inline(__always)
  mutating func branchIf() {
    if pop().i32 != 0 { takeBranch() } else { nextBranch += 1 }
  }

  mutating func branchTable(_ count: UInt32) {
    nextBranch += Int(min(pop().i32, count))
    takeBranch()
  }

  // Calls

  @inline(__always)
  mutating func call(_ index: UInt32) throws(Trap) {
    try call(module.pointee.functions[Int(index)])
  }

  mutating func callIndirect(_ type: UInt32, _ table: UInt32) throws(Trap) {
    try call(try callee(type, table))
  }

  @inline(__always)
  private mutating func call(_ callee: FunctionAddress) throws(Trap) {
    guard let code = callee.pointee.code else { return try callHost(callee) }
    guard frames < framesEnd else { throw .stack_overflow }
    frames.initialize(
      to: Frame(
        function: function, nextInstruction: nextInstruction, nextBranch: nextBranch,
        locals: locals))
    frames += 1
    do throws(Trap) {
      try begin(code)
    } catch {
      frames -= 1
      throw error
    }
  }

  /// Makes a function whose arguments are the topmost operands the running one.
  @inline(__always)
  mutating func begin(_ callee: UnsafePointer<FunctionCode>) throws(Trap) {
    let newCount = callee.pointee.localCount - callee.pointee.parameterCount
    guard slotsEnd - top >= newCount + callee.pointee.operandCount,
      stackBytesLeft >= callee.pointee.frameBytes
    else { throw .stack_overflow }
    stackBytesLeft -= callee.pointee.frameBytes
    locals = top - callee.pointee.parameterCount
    top.initialize(repeating: Slot(0), count: newCount)
    top += newCount
    operands = top
    function = callee
    module = callee.pointee.module
    nextInstruction = callee.pointee.instructions
    nextBranch = callee.pointee.branches
  }

  /// Returns from the running function; whether it was the first.
  @inline(__always)
  mutating func leave() -> Bool {
    let count = function.pointee.resultCount
    move(count, to: locals)
    stackBytesLeft += function.pointee.frameBytes
    if frames == firstFrame { return true }
    frames -= 1
    let frame = frames.pointee
    function = frame.function
    module = function.pointee.module
    nextInstruction = frame.nextInstruction
    nextBranch = frame.nextBranch
    locals = frame.locals
    operands = locals + function.pointee.localCount
    return false
  }

  // Tail calls; whether they have returned from the first function.

  mutating func returnCall(_ index: UInt32) throws(Trap) -> Bool {
    try returnCall(module.pointee.functions[Int(index)])
  }

  mutating func returnCallIndirect(_ type: UInt32, _ table: UInt32) throws(Trap) -> Bool {
    try returnCall(try callee(type, table))
  }

  private mutating func returnCall(_ callee: FunctionAddress) throws(Trap) -> Bool {
    guard let code = callee.pointee.code else {
      try callHost(callee)
      return leave()
    }
    let count = code.pointee.parameterCount
    locals.update(from: top - count, count: count)
    top = locals + count
    stackBytesLeft += function.pointee.frameBytes
    try begin(code)
    return false
  }

  /// The function that an indirect call means.
  @inline(__always)
  private mutating func callee(_ type: UInt32, _ table: UInt32) throws(Trap) -> FunctionAddress {
    let index = pop().low
    let table = module.pointee.tables[Int(table)]
    guard index < table.pointee.size else { throw .undefined_element }
    guard let callee = table.pointee.elements[Int(index)].function else {
      throw .uninitialized_element
    }
    guard callee.pointee.typeNumber == module.pointee.typeNumbers[Int(type)] else {
      throw .indirect_call_type_mismatch
    }
    return callee
  }

  // Parametric instructions

  @inline(__always)
  mutating func select() {
    top -= 2
    if top[1].i32 == 0 { top[-1] = top[0] }
  }
}
