internal import CanisterRuntime
internal import Instrumentation
internal import LLVM
internal import WebAssembly

/// Lowers the body of one function.
///
/// The operand stack exists only here: its entries are LLVM values. Locals are slots in the entry
/// block, which LLVM's `mem2reg` turns into values; results of blocks are phis. Code that can't be
/// reached is skipped, so the stack always holds what validation says.
struct FunctionLowering: ~Copyable {
  let body: InstrumentedBody
  let type: FunctionType
  let module: ModuleLowering
  var code: CodeBuilder
  var stack: [Value] = []
  var control: [ControlFrame] = []
  /// The slots of parameters and locals, and their types; a local that is never set has no slot.
  var locals: [(slot: Value?, type: Type)] = []
  /// By the position of their `loop`; none where nothing is counted, or in memory.
  let countedLoops: [Int: CountedLoop]
  let wideProduct: WideProduct?
  /// The block that instructions went to last, and how long they have made it.
  private var straight: (block: Block?, length: Int) = (nil, 0)
  /// How many calls there were.
  var callCount = 0
  /// Nil in reachable code; else how many structured instructions have been entered since.
  var unreachableDepth: Int?

  var context: Context { module.context }
  var types: TypeLowering { module.types }

  init(_ body: InstrumentedBody, type: FunctionType, function: Function, module: ModuleLowering) {
    self.body = body
    self.type = type
    self.module = module
    countedLoops = module.options.metering == .exact ? CountedLoop.all(in: body) : [:]
    wideProduct = WideProduct(body, type)
    code = module.emitter.begin(function, type)
    code.keepsStateOfTraps = module.isInProcess
  }

  mutating func lower() {
    lowerLocals()
    pushFunctionFrame()
    lower(0...body.instructions.count - 1)
  }

  /// Lowers the instructions at these positions.
  mutating func lower(_ positions: ClosedRange<Int>) {
    var position = positions.lowerBound
    while position <= positions.upperBound {
      let instruction = body.instructions[position]
      if unreachableDepth != nil {
        if let instruction = instruction.wasm { skip(instruction) }
      } else if case .wasm(.loop(let type)) = instruction, let loop = countedLoops[position] {
        lower(loop, type)
        position = loop.positions.upperBound
      } else {
        if let half = wideProduct?.halves[position] { replaceOperand(by: half) }
        lower(instruction)
        splitLongBlock(after: instruction)
      }
      position += 1
    }
  }

  /// Begins a new block where one has become long.
  ///
  /// The code generator takes a block as a whole: when it merges stores, folds loads and puts
  /// instructions in order, it compares each with each.
  private mutating func splitLongBlock(after instruction: InstrumentedInstruction) {
    let block = code.builder.block
    let length = instruction.wasm?.accessesMemory == true ? Self.accessLength : 1
    straight = (block, block == straight.block ? straight.length + length : 0)
    guard straight.length >= Self.maximumBlockLength, unreachableDepth == nil else { return }
    code.splitBlock()
  }

  /// Code of this length takes the code generator no longer than two pieces of half of it.
  private static let maximumBlockLength = 1_000
  /// As much as an access to memory takes, which the code generator compares with those around it.
  private static let accessLength = 4

  private mutating func lowerLocals() {
    for (index, valueType) in type.parameters.enumerated() {
      let slot = code.builder.alloca(types.value(valueType))
      code.builder.store(code.parameter(index), to: slot, alignment: 8)
      locals.append((slot, types.value(valueType)))
    }
    let areSet = setLocals()
    for run in body.locals {
      let type = types.value(run.type)
      for _ in 0..<run.count {
        guard areSet[locals.count] else {
          locals.append((nil, type))
          continue
        }
        let slot = code.builder.alloca(type)
        code.builder.store(type.null, to: slot, alignment: 8)
        locals.append((slot, type))
      }
    }
  }

  /// Of each parameter and local, whether an instruction sets it.
  private func setLocals() -> [Bool] {
    let count = body.locals.reduce(type.parameters.count) { $0 + Int($1.count) }
    var areSet = Array(repeating: false, count: count)
    for case .wasm(let instruction) in body.instructions {
      if case .localSet(let index) = instruction { areSet[Int(index)] = true }
      if case .localTee(let index) = instruction { areSet[Int(index)] = true }
    }
    return areSet
  }

  /// The address of something that the running instance has.
  func address(of slot: InstanceSlot) -> Value { module.addresses.address(of: slot, code) }

  // Operands

  mutating func push(_ value: Value) { stack.append(value) }

  mutating func pop() -> Value { stack.removeLast() }

  /// The last `count` operands in the order in which they were pushed.
  mutating func pop(_ count: Int) -> [Value] {
    let operands = Array(stack.suffix(count))
    stack.removeLast(count)
    return operands
  }

  /// A boolean as Wasm has it.
  mutating func push(condition: Value) {
    push(code.builder.cast(.zext, condition, to: context.i32))
  }

  /// A popped `i32` as a condition.
  mutating func popCondition() -> Value {
    code.builder.compare(.ne, pop(), context.i32.constant(0))
  }

  // One instruction

  private mutating func lower(_ instruction: InstrumentedInstruction) {
    switch instruction {
    case .wasm(let instruction): lower(instruction)
    case .stableMemory(let operation): lowerStableMemory(operation)
    case .charge(let count, let isChecked): code.charge(count, isChecked: isChecked)
    case .chargeOperand:
      code.charge(size: code.builder.cast(.zext, stack[stack.count - 1], to: context.i64))
    case .touch(let touch): lowerTouch(touch)
    case .watch: preconditionFailure("only the interpreter watches calls")
    }
  }

  private mutating func lower(_ instruction: Instruction) {
    switch instruction {
    case .unreachable: lowerUnreachable()
    case .nop: break
    case .block(let type): lowerBlock(type)
    case .loop(let type): lowerLoop(type)
    case .if(let type): lowerIf(type)
    case .else: lowerElse()
    case .end: lowerEnd()
    case .branch(let label): lowerBranch(label)
    case .branchIf(let label): lowerBranchIf(label)
    case .branchTable(let first, let count): lowerBranchTable(first: first, count: count)
    case .return: lowerReturn()
    case .call(let index): lowerCall(index)
    case .callIndirect(let type, let table): lowerCallIndirect(type: type, table: table)
    case .returnCall(let index): lowerReturnCall(index)
    case .returnCallIndirect(let type, let table): lowerReturnCallIndirect(type: type, table: table)
    case .drop: _ = pop()
    case .select, .selectTyped: lowerSelect()
    case .localGet(let index): lowerLocalGet(index)
    case .localSet(let index): lowerLocalSet(index)
    case .localTee(let index): lowerLocalTee(index)
    case .globalGet(let index): lowerGlobalGet(index)
    case .globalSet(let index): lowerGlobalSet(index)
    case .refNull: push(context.pointer.null)
    case .refIsNull: lowerRefIsNull()
    case .refFunc(let index): push(module.functionReference(index, code))
    case .tableGet(let table): lowerTableGet(table)
    case .tableSize(let table): lowerTableSize(table)
    case .tableSet(let table): lowerTableSet(table)
    case .tableGrow(let table): lowerTableGrow(table)
    case .tableFill(let table): lowerTableFill(table)
    case .tableCopy(let destination, let source): lowerTableCopy(destination, from: source)
    case .tableInit(let element, let table): lowerTableInit(table, from: element)
    case .elementDrop(let element): lowerElementDrop(element)
    case .load(let type, let storage, let argument): lowerLoad(type, storage, argument)
    case .store(let type, let storage, let argument):
      lowerStore(storage, argument, sizeBytes: storage.sizeBytes(of: type))
    case .memorySize(let memory): lowerMemorySize(memory)
    case .memoryGrow(let memory): lowerMemoryGrow(memory)
    case .memoryFill(let memory): lowerMemoryFill(memory)
    case .memoryCopy(let destination, let source): lowerMemoryCopy(destination, from: source)
    case .memoryInit(let data, let memory): lowerMemoryInit(memory, from: data)
    case .dataDrop(let data): lowerDataDrop(data)
    case .i32Const(let value): push(context.i32.constant(UInt64(UInt32(bitPattern: value))))
    case .i64Const(let value): push(context.i64.constant(UInt64(bitPattern: value)))
    case .f32Const(let bits):
      push(context.f32.constant(bits: context.i32.constant(UInt64(bits))))
    case .f64Const(let bits): push(context.f64.constant(bits: context.i64.constant(bits)))
    case .integerUnary(let type, let operation): lowerIntegerUnary(type, operation)
    case .integerBinary(let type, let operation): lowerIntegerBinary(type, operation)
    case .integerEqualsZero(let type): lowerIntegerEqualsZero(type)
    case .integerCompare(_, let operation): lowerIntegerCompare(operation)
    case .floatUnary(_, let operation): lowerFloatUnary(operation)
    case .floatBinary(let type, let operation): lowerFloatBinary(type, operation)
    case .floatCompare(_, let operation): lowerFloatCompare(operation)
    case .convert(let operation): lowerConversion(operation)
    case .vector(let instruction): lowerVector(instruction)
    }
  }
}
