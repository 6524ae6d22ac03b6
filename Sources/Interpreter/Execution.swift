import CanisterRuntime
import Instrumentation
import Validation
import WebAssembly

/// A run of code: from a call by the host to its return, through all calls in between.
///
/// This is a loop over the instructions of the model, which are run as they are; the files
/// `Execution+….swift` hold their meaning, one a family. Calls of Wasm functions do not nest in
/// calls of Swift ones: their frames are on the `ExecutionStack`.
///
/// The slots of a function are, from the bottom: parameters, other locals, operands. Arguments are
/// parameters where the caller has left them, and results go where the arguments were.
struct Execution {
  // Where the running function is
  var nextInstruction: UnsafePointer<InstrumentedInstruction>
  /// The entry of the side table that belongs to the next instruction that has entries.
  var nextBranch: UnsafePointer<BranchTarget>

  // The slots of the running function
  var locals: UnsafeMutablePointer<Slot>
  var operands: UnsafeMutablePointer<Slot>
  /// Behind the topmost operand.
  var top: UnsafeMutablePointer<Slot>

  // The running function
  var function: UnsafePointer<FunctionCode>
  var module: UnsafeMutablePointer<ModuleInstance>

  // The frames of its callers
  var frames: UnsafeMutablePointer<Frame>
  let firstFrame: UnsafeMutablePointer<Frame>
  unowned(unsafe) let stack: ExecutionStack
  // What the stack knows, at hand: to ask an object counts references.
  let slotsEnd: UnsafeMutablePointer<Slot>
  let framesEnd: UnsafeMutablePointer<Frame>
  let instructionsLeft: UnsafeMutablePointer<Int64>
  /// The part of `stackBytes` that the running function and its callers do not use.
  var stackBytesLeft: Int

  /// Makes ready to run a function whose arguments are the topmost slots in use.
  init(
    _ function: UnsafePointer<FunctionCode>, on stack: ExecutionStack
  ) throws(Trap) {
    self.stack = stack
    slotsEnd = stack.slotsEnd
    framesEnd = stack.framesEnd
    instructionsLeft = stack.instructionsLeft
    stackBytesLeft = stack.stackBytes
    firstFrame = stack.freeFrames
    frames = firstFrame
    top = stack.freeSlots
    locals = top
    operands = top
    self.function = function
    module = function.pointee.module
    nextInstruction = function.pointee.instructions
    nextBranch = function.pointee.branches
    try begin(function)
  }

  /// Runs to the return of the function that was called first; its results are then the topmost
  /// slots.
  mutating func run() throws(Trap) {
    while true {
      let instruction = nextInstruction.pointee
      nextInstruction += 1
      switch instruction {
      case .wasm(let instruction):
        switch instruction {
        case .unreachable: throw .unreachable
        case .nop, .block, .loop, .end: continue
        case .if: enterIf()
        case .else, .branch: takeBranch()
        case .branchIf: branchIf()
        case .branchTable(_, let count): branchTable(count)
        case .return: if leave() { return }
        case .call(let index): try call(index)
        case .callIndirect(let type, let table): try callIndirect(type, table)
        case .returnCall(let index): if try returnCall(index) { return }
        case .returnCallIndirect(let type, let table):
          if try returnCallIndirect(type, table) { return }
        case .drop: top -= 1
        case .select, .selectTyped: select()
        case .localGet(let index): push(locals[Int(index)])
        case .localSet(let index): locals[Int(index)] = pop()
        case .localTee(let index): locals[Int(index)] = top[-1]
        case .globalGet(let index): push(module.pointee.globals[Int(index)].pointee.slot)
        case .globalSet(let index): module.pointee.globals[Int(index)].pointee.slot = pop()
        case .refNull: push(Slot(Reference.null))
        case .refIsNull: top[-1] = Slot(top[-1].low == .null)
        case .refFunc(let index): push(Slot(Reference(module.pointee.functions[Int(index)])))
        case .tableGet(let table): try tableGet(table)
        case .tableSet(let table): try tableSet(table)
        case .tableSize(let table): push(Slot(module.pointee.tables[Int(table)].pointee.size))
        case .tableGrow(let table): tableGrow(table)
        case .tableFill(let table): try tableFill(table)
        case .tableCopy(let destination, let source): try tableCopy(destination, source)
        case .tableInit(let element, let table): try tableInit(element, table)
        case .elementDrop(let element): module.pointee.elementSegments[Int(element)] = []
        case .load(let type, let storage, let argument): try load(type, storage, argument)
        case .store(let type, let storage, let argument): try store(type, storage, argument)
        case .memorySize(let memory):
          push(Slot(module.pointee.memories[Int(memory)].pointee.sizePages))
        case .memoryGrow(let memory): try memoryGrow(memory)
        case .memoryFill(let memory): try memoryFill(memory)
        case .memoryCopy(let destination, let source): try memoryCopy(destination, source)
        case .memoryInit(let data, let memory): try memoryInit(data, memory)
        case .dataDrop(let data): module.pointee.dataSegments[Int(data)] = []
        case .i32Const(let value): push(Slot(UInt64(UInt32(bitPattern: value))))
        case .i64Const(let value): push(Slot(UInt64(bitPattern: value)))
        case .f32Const(let bits): push(Slot(UInt64(bits)))
        case .f64Const(let bits): push(Slot(bits))
        case .integerUnary(let type, let operation): integerUnary(type, operation)
        case .integerBinary(let type, let operation): try integerBinary(type, operation)
        case .integerEqualsZero: top[-1] = Slot(top[-1].low == 0)
        case .integerCompare(let type, let operation): integerCompare(type, operation)
        case .floatUnary(let type, let operation): floatUnary(type, operation)
        case .floatBinary(let type, let operation): floatBinary(type, operation)
        case .floatCompare(let type, let operation): floatCompare(type, operation)
        case .convert(let operation): try convert(operation)
        case .vector(let instruction): try runVector(instruction)
        }
      case .stableMemory(let operation): try stableMemory(operation)
      case .charge(let cost, let isChecked): try charge(cost, isChecked)
      case .chargeOperand: try chargeOperand()
      case .touch(let touch): self.touch(touch)
      case .watch(let moment): watch(moment)
      }
    }
  }

  // Operands

  @inline(__always)
  mutating func push(_ slot: Slot) {
    top.initialize(to: slot)
    top += 1
  }

  @inline(__always)
  mutating func pop() -> Slot {
    top -= 1
    return top.pointee
  }
}
