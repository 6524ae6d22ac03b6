// The code section (Core Specification, "Binary Format: Code Section").
extension Decoding {
  mutating func decodeCode() throws(DecodingError) {
    let count = Int(try reader.u32())
    module.codeSectionSizeBytes = UInt64(reader.remaining)
    module.bodies.reserveCapacity(min(count, reader.remaining))
    for _ in 0..<count { module.bodies.append(try body()) }
  }

  private mutating func body() throws(DecodingError) -> FunctionBody {
    let size = try reader.length()
    let start = reader.position
    let outerEnd = reader.end
    reader.end = start + size
    var total: UInt64 = 0
    let locals = try vector { d throws(DecodingError) in
      let run = LocalRun(count: try d.reader.u32(), type: try d.valueType())
      total += UInt64(run.count)
      if total > UInt64(UInt32.max) { throw d.reader.error(.tooManyLocals) }
      return run
    }
    var body = FunctionBody(
      locals: locals, instructions: [], instructionOffsets: [], branchLabels: [],
      offsetBytes: start, sizeBytes: size)
    try instructions(into: &body)
    guard reader.isAtEnd else { throw reader.error(.sectionSizeMismatch) }
    reader.end = outerEnd
    return body
  }

  /// Instructions up to the `end` that closes the function.
  private mutating func instructions(into body: inout FunctionBody) throws(DecodingError) {
    // Most instructions take two bytes or more.
    body.instructions.reserveCapacity(reader.remaining / 2 + 1)
    body.instructionOffsets.reserveCapacity(reader.remaining / 2 + 1)
    // What is open: the function, then blocks. True stands for an `if` that may have an `else`.
    var open = [false]
    while true {
      let offset = UInt32(truncatingIfNeeded: reader.position)
      let instruction = try instruction(&body.branchLabels)
      body.instructions.append(instruction)
      body.instructionOffsets.append(offset)
      switch instruction {
      case .block, .loop: open.append(false)
      case .if: open.append(true)
      case .else:
        guard open[open.count - 1] else {
          throw DecodingError(.elseWithoutIf, at: Int(offset))
        }
        open[open.count - 1] = false
      case .end:
        open.removeLast()
        if open.isEmpty { return }
      case .memoryInit, .dataDrop: usesDataSegments = true
      default: break
      }
    }
  }

  /// A constant expression with its `end`, which is left out.
  mutating func constantExpression() throws(DecodingError) -> ConstantExpression {
    let start = reader.position
    var instructions: [Instruction] = []
    var labels: [UInt32] = []
    var depth = 0
    while true {
      let instruction = try instruction(&labels)
      switch instruction {
      case .block, .loop, .if: depth += 1
      case .end:
        if depth == 0 {
          return ConstantExpression(instructions: instructions, offsetBytes: start)
        }
        depth -= 1
      default: break
      }
      instructions.append(instruction)
    }
  }

  @inline(__always)
  private mutating func instruction(
    _ labels: inout [UInt32]
  ) throws(DecodingError) -> Instruction {
    let start = reader.position
    guard start < reader.end else { throw reader.error(.endExpected) }
    let byte = try reader.byte()
    guard let entry = opcodes.single[Int(byte)] else {
      return try prefixed(byte, at: start, &labels)
    }
    if !features.isSuperset(of: entry.feature) { throw unsupported(entry, at: start) }
    return try immediates(entry.immediates, at: start, &labels)
  }

  private mutating func prefixed(
    _ prefix: UInt8, at start: Int, _ labels: inout [UInt32]
  ) throws(DecodingError) -> Instruction {
    if let name = OpcodeTable.unsupported(prefix: 0, code: UInt32(prefix)) {
      throw DecodingError(.unsupported(name), at: start)
    }
    guard prefix >= 0xFB && prefix <= 0xFE else {
      throw DecodingError(.illegalOpcode(prefix: 0, code: UInt32(prefix)), at: start)
    }
    let code = try reader.u32()
    if let name = OpcodeTable.unsupported(prefix: prefix, code: code) {
      throw DecodingError(.unsupported(name), at: start)
    }
    guard let entry = opcodes.entry(prefix: prefix, code: code) else {
      throw DecodingError(.illegalOpcode(prefix: prefix, code: code), at: start)
    }
    if !features.isSuperset(of: entry.feature) { throw unsupported(entry, at: start) }
    return try immediates(entry.immediates, at: start, &labels)
  }

  private func unsupported(_ opcode: Opcode, at start: Int) -> DecodingError {
    DecodingError(.unsupported("\(opcode.feature.name) (\(opcode.mnemonic))"), at: start)
  }

  @inline(__always)
  private mutating func immediates(
    _ immediates: Opcode.Immediates, at start: Int, _ labels: inout [UInt32]
  ) throws(DecodingError) -> Instruction {
    switch immediates {
    case .none(let instruction): return instruction
    case .blockType(let make): return make(try blockType())
    case .index(let make): return make(try reader.u32())
    case .twoIndexes(let make):
      let first = try reader.u32()
      return make(first, try reader.u32())
    case .memory(let make): return make(try memoryArgument())
    case .memoryLane(let make):
      let argument = try memoryArgument()
      return make(argument, try reader.byte())
    case .lane(let make): return make(try reader.byte())
    case .branchTable: return try branchTable(&labels)
    case .selectTypes:
      guard try reader.u32() == 1 else { throw DecodingError(.invalidResultArity, at: start) }
      return .selectTyped(try valueType())
    case .referenceType: return .refNull(try referenceType())
    case .i32: return .i32Const(try reader.s32())
    case .i64: return .i64Const(try reader.s64())
    case .f32: return .f32Const(try reader.littleEndian32())
    case .f64: return .f64Const(try reader.littleEndian64())
    case .v128(let make):
      let low = try reader.littleEndian64()
      return make(V128(low: low, high: try reader.littleEndian64()))
    }
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
        throw DecodingError(.malformedMemoryArgumentFlags(flags), at: start)
      }
      memory = try reader.u32()
    }
    let offset = features.contains(.memory64) ? try reader.u64() : UInt64(try reader.u32())
    return MemoryArgument(
      offset: offset, memory: memory, alignmentExponent: UInt8(flags & 0x3F))
  }

  private mutating func branchTable(_ labels: inout [UInt32]) throws(DecodingError) -> Instruction {
    let count = try reader.u32()
    guard Int(count) < reader.remaining else { throw reader.error(.unexpectedEnd) }
    let first = UInt32(labels.count)
    for _ in 0...count { labels.append(try reader.u32()) }
    return .branchTable(first: first, count: count)
  }
}
