import WebAssembly

/// Checks one body by the specification's algorithm (Core Specification, appendix "Validation
/// Algorithm"): a stack of operand types and a stack of control frames.
struct FunctionValidator {
  let body: FunctionBody
  let type: FunctionType
  let spaces: IndexSpaces
  /// Parameters, then locals.
  let locals: [ValueType]
  /// An operand of unknown type is nil: it comes out of code that can't be reached.
  var operands: [ValueType?] = []
  var control: [Frame] = []
  private var maximumOperandCount = 0

  struct Frame {
    enum Kind { case function, block, loop, ifThen, ifElse }

    var kind: Kind
    let parameters: [ValueType]
    let results: [ValueType]
    let height: Int
    var isUnreachable = false

    /// The types that a branch to the label carries.
    var labelTypes: [ValueType] { kind == .loop ? parameters : results }
  }

  /// The number of locals that engines agree to bear.
  private static let maximumLocalCount = 50_000

  init(
    _ body: FunctionBody, type: FunctionType, spaces: IndexSpaces
  ) throws(ValidationError) {
    self.body = body
    self.type = type
    self.spaces = spaces
    var count = type.parameters.count
    for run in body.locals {
      count += Int(run.count)
      if count > Self.maximumLocalCount {
        throw ValidationError(.tooManyLocals, offsetBytes: body.offsetBytes)
      }
    }
    locals = type.parameters
      + body.locals.flatMap { Array(repeating: $0.type, count: Int($0.count)) }
  }

  mutating func validate() throws(ValidationError) -> FunctionFacts {
    control.append(Frame(kind: .function, parameters: [], results: type.results, height: 0))
    for (position, instruction) in body.instructions.enumerated() {
      do throws(ValidationError) {
        try validate(instruction)
      } catch {
        var error = error
        error.offsetBytes = Int(body.instructionOffsets[position])
        throw error
      }
    }
    return FunctionFacts(
      localCount: locals.count, maximumOperandCount: maximumOperandCount, branches: [], blocks: [])
  }

  // Operands

  mutating func push(_ type: ValueType?) {
    operands.append(type)
    maximumOperandCount = max(maximumOperandCount, operands.count)
  }

  mutating func push(_ types: [ValueType]) {
    for type in types { push(type) }
  }

  /// Pops an operand of any type; nil if its type is unknown.
  mutating func pop() throws(ValidationError) -> ValueType? {
    try popOperand(expecting: .i32)
  }

  mutating func pop(_ expected: ValueType) throws(ValidationError) {
    let found = try popOperand(expecting: expected)
    if let found, found != expected {
      throw ValidationError(.typeMismatch(expected: expected, found: found))
    }
  }

  mutating func pop(_ types: [ValueType]) throws(ValidationError) {
    for type in types.reversed() { try pop(type) }
  }

  /// `expecting` only tells what to say if there is none.
  private mutating func popOperand(
    expecting expected: ValueType
  ) throws(ValidationError) -> ValueType? {
    let frame = control[control.count - 1]
    if operands.count == frame.height {
      if frame.isUnreachable { return nil }
      throw ValidationError(.typeMismatch(expected: expected, found: nil))
    }
    return operands.removeLast()
  }

  /// The rule of most instructions: operands of one type, a result of one.
  mutating func apply(
    _ parameter: ValueType, count: Int = 1, result: ValueType
  ) throws(ValidationError) {
    for _ in 0..<count { try pop(parameter) }
    push(result)
  }

  // One instruction

  private mutating func validate(_ instruction: Instruction) throws(ValidationError) {
    switch instruction {
    case .unreachable: markUnreachable()
    case .nop: break
    case .block(let type): try enter(.block, type)
    case .loop(let type): try enter(.loop, type)
    case .if(let type): try enterIf(type)
    case .else: try validateElse()
    case .end: try validateEnd()
    case .branch(let label): try validateBranch(label)
    case .branchIf(let label): try validateBranchIf(label)
    case .branchTable(let first, let count): try validateBranchTable(first, count)
    case .return: try validateReturn()
    case .call(let index): try validateCall(index)
    case .callIndirect(let type, let table): try validateCallIndirect(type, table)
    case .returnCall(let index): try validateReturnCall(index)
    case .returnCallIndirect(let type, let table): try validateReturnCallIndirect(type, table)
    case .drop: _ = try pop()
    case .select: try validateSelect()
    case .selectTyped(let type): try validateSelect(type)
    case .localGet(let index): push(try local(index))
    case .localSet(let index): try pop(try local(index))
    case .localTee(let index): try apply(try local(index), result: try local(index))
    case .globalGet(let index): push(try spaces.global(index).valueType)
    case .globalSet(let index): try validateGlobalSet(index)
    case .refNull(let type): push(type)
    case .refIsNull: try validateRefIsNull()
    case .refFunc(let index): try validateRefFunc(index)
    case .tableGet(let table): try validateTableGet(table)
    case .tableSet(let table): try validateTableSet(table)
    case .tableSize(let table): push(try spaces.table(table).addressType.valueType)
    case .tableGrow(let table): try validateTableGrow(table)
    case .tableFill(let table): try validateTableFill(table)
    case .tableCopy(let destination, let source): try validateTableCopy(destination, source)
    case .tableInit(let element, let table): try validateTableInit(element, table)
    case .elementDrop(let element): _ = try spaces.elementType(ofSegment: element)
    case .load(let type, let storage, let argument): try validateLoad(type, storage, argument)
    case .store(let type, let storage, let argument): try validateStore(type, storage, argument)
    case .memorySize(let memory): push(try spaces.memory(memory).addressType.valueType)
    case .memoryGrow(let memory): try validateMemoryGrow(memory)
    case .memoryFill(let memory): try validateMemoryFill(memory)
    case .memoryCopy(let destination, let source): try validateMemoryCopy(destination, source)
    case .memoryInit(let data, let memory): try validateMemoryInit(data, memory)
    case .dataDrop(let data): try spaces.checkData(data)
    case .i32Const: push(.i32)
    case .i64Const: push(.i64)
    case .f32Const: push(.f32)
    case .f64Const: push(.f64)
    case .integerUnary(let type, _): try apply(type.valueType, result: type.valueType)
    case .integerBinary(let type, _): try apply(type.valueType, count: 2, result: type.valueType)
    case .integerEqualsZero(let type): try apply(type.valueType, result: .i32)
    case .integerCompare(let type, _): try apply(type.valueType, count: 2, result: .i32)
    case .floatUnary(let type, _): try apply(type.valueType, result: type.valueType)
    case .floatBinary(let type, _): try apply(type.valueType, count: 2, result: type.valueType)
    case .floatCompare(let type, _): try apply(type.valueType, count: 2, result: .i32)
    case .convert(let operation): try apply(operation.source, result: operation.result)
    case .vector(let instruction): try validateVector(instruction)
    case .stableMemory: preconditionFailure("an internal instruction in a binary")
    }
  }
}
