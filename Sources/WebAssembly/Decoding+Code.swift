// The code section and expressions (Core Specification, "Binary Format: Code Section",
// "Binary Format: Expressions").
extension Decoding {
  mutating func decodeCode() throws(DecodingError) {
    let count = Int(try reader.u32())
    module.codeSectionSizeBytes = UInt64(reader.remaining)
    // The least body takes three bytes: its size, no locals, an `end`.
    module.bodies.reserveCapacity(min(count, reader.remaining / 3))
    for _ in 0..<count { module.bodies.append(try body()) }
  }

  private mutating func body() throws(DecodingError) -> FunctionBody {
    let size = try reader.length()
    let start = reader.position
    let outerEnd = reader.end
    reader.end = start + size
    let locals = try locals()
    try instructions()
    guard reader.isAtEnd else { throw reader.error(.sectionSizeMismatch) }
    reader.end = outerEnd
    // Exactly as much room as is needed: the module stays in memory for long.
    return FunctionBody(
      locals: locals, instructions: Array(expression.instructions[...]),
      instructionOffsets: Array(expression.offsets[...]),
      branchLabels: Array(expression.labels[...]), offsetBytes: start, sizeBytes: size)
  }

  private mutating func locals() throws(DecodingError) -> [LocalRun] {
    var total: UInt64 = 0
    return try vector { d throws(DecodingError) in
      let run = LocalRun(count: try d.reader.u32(), type: try d.valueType())
      total += UInt64(run.count)
      if total > UInt64(UInt32.max) { throw d.reader.error(.tooManyLocals) }
      return run
    }
  }

  /// A constant expression with its `end`, which is left out.
  mutating func constantExpression() throws(DecodingError) -> ConstantExpression {
    let start = reader.position
    try instructions()
    return ConstantExpression(
      instructions: Array(expression.instructions.dropLast()), offsetBytes: start)
  }

  /// Reads instructions into `expression`, up to the `end` that closes what they are in.
  private mutating func instructions() throws(DecodingError) {
    expression.removeAll()
    var openBlockCount = 0
    while true {
      let start = reader.position
      guard start < reader.end else { throw reader.error(.endExpected) }
      let immediates = try opcode()
      let instruction = try instruction(immediates)
      expression.instructions.append(instruction)
      expression.offsets.append(UInt32(truncatingIfNeeded: start))
      switch immediates {
      case .blockType: openBlockCount += 1
      case .end:
        if openBlockCount == 0 { return }
        openBlockCount -= 1
      default: break
      }
    }
  }

  /// An opcode; returns what follows it.
  @inline(__always)
  private mutating func opcode() throws(DecodingError) -> Opcode.Immediates {
    let first = try reader.byte()
    if let immediates = opcodes.single[Int(first)] { return immediates }
    return try longOpcode(first)
  }

  /// An opcode that begins with a prefix, or that may not be used.
  private mutating func longOpcode(
    _ first: UInt8
  ) throws(DecodingError) -> Opcode.Immediates {
    let start = reader.position - 1
    guard (0xFB...0xFE).contains(first) else {
      throw DecodingError(OpcodeTable.reason(prefix: 0, code: UInt32(first)), at: start)
    }
    let code = try reader.u32()
    guard let immediates = opcodes.immediates(prefix: first, code: code) else {
      throw DecodingError(OpcodeTable.reason(prefix: first, code: code), at: start)
    }
    return immediates
  }

  @inline(__always)
  private mutating func instruction(
    _ immediates: Opcode.Immediates
  ) throws(DecodingError) -> Instruction {
    switch immediates {
    case .none(let instruction): return instruction
    case .end: return .end
    case .blockType(let make): return make(try blockType())
    case .index(let make): return make(try reader.u32())
    case .twoIndexes(let make):
      let first = try reader.u32()
      return make(first, try reader.u32())
    case .typeAndTable(let make):
      let type = try reader.u32()
      return make(type, try index(unlessZero: .referenceTypes))
    case .dataIndex(let make):
      usesDataSegments = true
      return make(try reader.u32())
    case .dataAndMemory(let make):
      usesDataSegments = true
      let data = try reader.u32()
      return make(data, try index(unlessZero: .multiMemory))
    case .memoryIndex(let make): return make(try index(unlessZero: .multiMemory))
    case .twoMemories(let make):
      let first = try index(unlessZero: .multiMemory)
      return make(first, try index(unlessZero: .multiMemory))
    case .memory(let make): return make(try memoryArgument())
    case .memoryLane(let make):
      let argument = try memoryArgument()
      return make(argument, try reader.byte())
    case .lane(let make): return make(try reader.byte())
    case .v128(let make):
      let low = try reader.littleEndian64()
      return make(V128(low: low, high: try reader.littleEndian64()))
    case .branchTable: return try branchTable()
    case .selectTypes: return try typedSelect()
    case .referenceType: return .refNull(try referenceType())
    case .i32: return .i32Const(try reader.s32())
    case .i64: return .i64Const(try reader.s64())
    case .f32: return .f32Const(try reader.littleEndian32())
    case .f64: return .f64Const(try reader.littleEndian64())
    }
  }

  /// An index, for which there must be a zero byte if the module may not use the feature.
  private mutating func index(unlessZero feature: Features) throws(DecodingError) -> UInt32 {
    if features.contains(feature) { return try reader.u32() }
    let start = reader.position
    guard try reader.byte() == 0 else { throw DecodingError(.zeroByteExpected, at: start) }
    return 0
  }

  /// Bit 6 of the alignment says that a memory index follows (multiple memories).
  private mutating func memoryArgument() throws(DecodingError) -> MemoryArgument {
    let start = reader.position
    let flags = try reader.u32()
    guard flags < 0x80 else {
      throw DecodingError(.malformedMemoryArgumentFlags(flags), at: start)
    }
    var memory: UInt32 = 0
    if flags & 0x40 != 0 {
      guard features.contains(.multiMemory) else {
        throw DecodingError(.disallowed(.memoryIndex, .multiMemory), at: start)
      }
      memory = try reader.u32()
    }
    let offset = features.contains(.memory64) ? try reader.u64() : UInt64(try reader.u32())
    return MemoryArgument(
      offset: offset, memory: memory, alignmentExponent: UInt8(flags & 0x3F))
  }

  private mutating func branchTable() throws(DecodingError) -> Instruction {
    let count = try reader.u32()
    guard Int(count) < reader.remaining else { throw reader.error(.unexpectedEnd) }
    let first = UInt32(expression.labels.count)
    for _ in 0...count { expression.labels.append(try reader.u32()) }
    return .branchTable(first: first, count: count)
  }

  private mutating func typedSelect() throws(DecodingError) -> Instruction {
    let start = reader.position
    guard try reader.u32() == 1 else { throw DecodingError(.invalidResultArity, at: start) }
    return .selectTyped(try valueType())
  }
}
