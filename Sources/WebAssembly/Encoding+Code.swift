// The code section and expressions (Core Specification, "Binary Format: Code Section",
// "Binary Format: Instructions").
extension ByteWriter {
  mutating func body(_ body: FunctionBody) {
    var writer = ByteWriter()
    writer.vector(body.locals) { writer, run in
      writer.unsigned(run.count)
      writer.byte(run.type.rawValue)
    }
    for instruction in body.instructions { writer.instruction(instruction, body.branchLabels) }
    sized(writer.bytes)
  }

  mutating func constantExpression(_ expression: ConstantExpression) {
    for each in expression.instructions { instruction(each, []) }
    instruction(.end, [])
  }

  private mutating func instruction(_ instruction: Instruction, _ labels: [UInt32]) {
    guard let opcode = instruction.opcode else { preconditionFailure("an instruction has a row") }
    if opcode.prefix == 0 {
      byte(UInt8(truncatingIfNeeded: opcode.code))
    } else {
      byte(opcode.prefix)
      unsigned(opcode.code)
    }
    immediates(instruction, labels)
  }

  /// What follows the opcode, in the order in which it is read.
  private mutating func immediates(_ instruction: Instruction, _ labels: [UInt32]) {
    switch instruction {
    case .block(let type), .loop(let type), .if(let type): blockType(type)
    case .branch(let index), .branchIf(let index), .call(let index), .returnCall(let index),
      .localGet(let index), .localSet(let index), .localTee(let index), .globalGet(let index),
      .globalSet(let index), .refFunc(let index), .tableGet(let index), .tableSet(let index),
      .tableSize(let index), .tableGrow(let index), .tableFill(let index), .elementDrop(let index),
      .memorySize(let index), .memoryGrow(let index), .memoryFill(let index), .dataDrop(let index):
      unsigned(index)
    case .callIndirect(let first, let second), .returnCallIndirect(let first, let second),
      .tableCopy(let first, let second), .tableInit(let first, let second),
      .memoryCopy(let first, let second), .memoryInit(let first, let second):
      unsigned(first)
      unsigned(second)
    case .branchTable(let first, let count):
      unsigned(count)
      for label in labels[Int(first)...(Int(first) + Int(count))] { unsigned(label) }
    case .selectTyped(let type):
      unsigned(1 as UInt32)
      byte(type.rawValue)
    case .refNull(let type): byte(type.rawValue)
    case .load(_, _, let argument), .store(_, _, let argument): memoryArgument(argument)
    case .i32Const(let value): signed(Int64(value))
    case .i64Const(let value): signed(value)
    case .f32Const(let bits): littleEndian(bits)
    case .f64Const(let bits): littleEndian(bits)
    case .vector(let instruction): immediates(instruction)
    case .unreachable, .nop, .else, .end, .return, .drop, .select, .refIsNull, .integerUnary,
      .integerBinary, .integerEqualsZero, .integerCompare, .floatUnary, .floatBinary,
      .floatCompare, .convert:
      break
    }
  }

  private mutating func immediates(_ instruction: VectorInstruction) {
    switch instruction {
    case .const(let value), .shuffle(let value):
      littleEndian(value.low)
      littleEndian(value.high)
    case .load(_, let argument), .store(let argument): memoryArgument(argument)
    case .loadLane(_, let argument, let lane), .storeLane(_, let argument, let lane):
      memoryArgument(argument)
      byte(lane)
    case .extractLane(_, let lane), .replaceLane(_, let lane): byte(lane)
    case .swizzle, .splat, .not, .bitwiseBinary, .bitSelect, .anyTrue, .integerUnary,
      .integerBinary, .integerCompare, .shift, .allTrue, .bitmask, .laneSelect, .narrow, .extend,
      .extendedMultiply, .extendedAddPairwise, .dot, .relaxedDotAdd, .floatUnary, .floatBinary,
      .floatTernary, .floatCompare, .convert:
      break
    }
  }

  private mutating func blockType(_ type: BlockType) {
    switch type {
    case .empty: byte(0x40)
    case .value(let type): byte(type.rawValue)
    case .function(let index): signed(Int64(index))
    }
  }

  /// Bit 6 of the alignment says that a memory index follows.
  private mutating func memoryArgument(_ argument: MemoryArgument) {
    let alignment = argument.alignmentExponent
    byte(argument.memory == 0 ? alignment : alignment | 0x40)
    if argument.memory != 0 { unsigned(argument.memory) }
    unsigned(argument.offset)
  }
}
