import WebAssembly

/// Checks bodies by the specification's algorithm (Core Specification, appendix "Validation
/// Algorithm"): a stack of operand types and a stack of control frames.
///
/// One validator checks all bodies of a module, so that what its stacks take is allocated once.
struct FunctionValidator {
  let spaces: IndexSpaces
  var locals = LocalTypes()
  var operands: OperandStack
  /// The largest number of operands below the arguments of a call so far.
  var heldOperandCount = 0
  /// The blocks that are open around the instruction, the function itself first.
  var control: [ControlFrame] = []
  var results = TypeList.empty
  var branches = BranchTable()
  var blocks: [BlockExtent] = []
  /// The position of the instruction that is checked.
  var position = 0

  init(_ spaces: IndexSpaces) {
    self.spaces = spaces
    operands = OperandStack(limit: spaces.limits.operandCount)
  }

  /// Checks the body of the function with this index.
  mutating func validate(
    _ body: FunctionBody, ofFunction index: Int
  ) throws(ValidationError) -> FunctionFacts {
    do throws(ValidationError) {
      try begin(body, ofFunction: index)
    } catch {
      var error = error
      error.offsetBytes = body.offsetBytes
      throw error
    }
    for position in body.instructions.indices {
      self.position = position
      do throws(ValidationError) {
        try validate(body.instructions[position], in: body)
      } catch {
        var error = error
        error.instruction = body.instructions[position]
        error.offsetBytes = Int(body.instructionOffsets[position])
        throw error
      }
    }
    return FunctionFacts(
      localCount: locals.count, maximumOperandCount: operands.maximumCount,
      heldOperandCount: heldOperandCount,
      branches: copy(branches.entries), blocks: copy(blocks))
  }

  private mutating func begin(
    _ body: FunctionBody, ofFunction index: Int
  ) throws(ValidationError) {
    let type = spaces.module.types[Int(spaces.functionTypeIndexes[index])]
    try locals.reset(
      parameters: type.parameters, locals: body.locals, limit: spaces.limits.localCount)
    operands.reset()
    heldOperandCount = 0
    branches.reset()
    blocks.removeAll(keepingCapacity: true)
    results = spaces.functionSignatures[index].results
    control.removeAll(keepingCapacity: true)
    control.append(
      ControlFrame(
        kind: .function, signature: Signature(parameters: .empty, results: results), height: 0,
        isOuterUnreachable: false, block: 0, start: branches.destination(at: 0)))
  }

  @inline(__always)
  private mutating func validate(
    _ instruction: Instruction, in body: FunctionBody
  ) throws(ValidationError) {
    switch instruction {
    case .unreachable: operands.markUnreachable()
    case .nop: break
    case .block(let type): try enter(.block, type)
    case .loop(let type): try enter(.loop, type)
    case .if(let type): try enterIf(type)
    case .else: try validateElse()
    case .end: try validateEnd()
    case .branch(let label): try validateBranch(label)
    case .branchIf(let label): try validateBranchIf(label)
    case .branchTable(let first, let count):
      try validateBranchTable(body.branchLabels[Int(first)...Int(first + count)])
    case .return: try validateReturn()
    case .call(let function): try validateCall(function)
    case .callIndirect(let type, let table): try validateCallIndirect(type, table)
    case .returnCall(let function): try validateReturnCall(function)
    case .returnCallIndirect(let type, let table): try validateReturnCallIndirect(type, table)
    case .drop: _ = try operands.pop()
    case .select: try validateSelect()
    case .selectTyped(let type): try validateSelect(type)
    case .localGet(let index): try operands.push(OperandType(try local(index)))
    case .localSet(let index): try operands.pop(OperandType(try local(index)))
    case .localTee(let index): try validateLocalTee(index)
    case .globalGet(let index): try validateGlobalGet(index)
    case .globalSet(let index): try validateGlobalSet(index)
    case .refNull(let type): try operands.push(OperandType(type))
    case .refIsNull: try validateRefIsNull()
    case .refFunc(let index): try validateRefFunc(index)
    case .tableGet(let table): try validateTableGet(table)
    case .tableSet(let table): try validateTableSet(table)
    case .tableSize(let table): try operands.push(try addressType(ofTable: table))
    case .tableGrow(let table): try validateTableGrow(table)
    case .tableFill(let table): try validateTableFill(table)
    case .tableCopy(let destination, let source): try validateTableCopy(destination, source)
    case .tableInit(let element, let table): try validateTableInit(element, table)
    case .elementDrop(let element): _ = try spaces.elementType(ofSegment: element)
    case .load(let type, let storage, let argument): try validateLoad(type, storage, argument)
    case .store(let type, let storage, let argument): try validateStore(type, storage, argument)
    case .memorySize(let memory): try operands.push(try spaces.addressType(ofMemory: memory))
    case .memoryGrow(let memory): try validateMemoryGrow(memory)
    case .memoryFill(let memory): try validateMemoryFill(memory)
    case .memoryCopy(let destination, let source): try validateMemoryCopy(destination, source)
    case .memoryInit(let data, let memory): try validateMemoryInit(data, memory)
    case .dataDrop(let data): try spaces.checkData(data)
    case .i32Const: try operands.push(.i32)
    case .i64Const: try operands.push(.i64)
    case .f32Const: try operands.push(.f32)
    case .f64Const: try operands.push(.f64)
    case .integerUnary(let type, _):
      try operands.apply(OperandType(type), result: OperandType(type))
    case .integerBinary(let type, _):
      try operands.apply(OperandType(type), count: 2, result: OperandType(type))
    case .integerEqualsZero(let type): try operands.apply(OperandType(type), result: .i32)
    case .integerCompare(let type, _): try operands.apply(OperandType(type), count: 2, result: .i32)
    case .floatUnary(let type, _): try operands.apply(OperandType(type), result: OperandType(type))
    case .floatBinary(let type, _):
      try operands.apply(OperandType(type), count: 2, result: OperandType(type))
    case .floatCompare(let type, _): try operands.apply(OperandType(type), count: 2, result: .i32)
    case .convert(let operation):
      try operands.apply(OperandType(operation.source), result: OperandType(operation.result))
    case .vector(let instruction): try validateVector(instruction)
    }
  }
}

/// A copy that takes exactly as much room as it needs, and leaves the original its own: an array
/// made out of another one shares its storage.
private func copy<Element>(_ array: [Element]) -> [Element] {
  var copy: [Element] = []
  copy.reserveCapacity(array.count)
  copy += array
  return copy
}
