// The code section and expressions (Core Specification, "Binary Format: Code Section",
// "Binary Format: Expressions").
extension Decoding {
  mutating func decodeCode() throws(DecodingError) {
    let count = Int(try reader.u32())
    module.codeSectionSizeBytes = UInt64(reader.remaining)
    module.bodies.reserveCapacity(reader.room(for: count, of: FunctionBody.self))
    for _ in 0..<count { module.bodies.append(try body()) }
  }

  private mutating func body() throws(DecodingError) -> FunctionBody {
    let size = try reader.length()
    let start = reader.position
    let outerEnd = reader.end
    reader.end = start + size
    let locals = try locals()
    let count = try instructions(withoutEnd: .endExpected)
    guard reader.isAtEnd else { throw reader.error(.sectionSizeMismatch) }
    reader.end = outerEnd
    // Exactly as much room as is needed: the module stays in memory for long.
    return FunctionBody(
      locals: locals, instructions: Array(buffer.instructions[..<count]),
      instructionOffsets: Array(buffer.offsets[..<count]), branchLabels: labels,
      offsetBytes: start, sizeBytes: size)
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
    let count = try instructions(withoutEnd: .unexpectedEnd)
    return ConstantExpression(
      instructions: Array(buffer.instructions[..<(count - 1)]), offsetBytes: start)
  }

  /// Reads instructions up to the `end` that closes what they are in; returns how many.
  private mutating func instructions(
    withoutEnd missingEnd: DecodingError.Kind
  ) throws(DecodingError) -> Int {
    var instructionBuffer = take(&buffer.instructions)
    var offsetBuffer = take(&buffer.offsets)
    defer { buffer = InstructionBuffer(instructions: instructionBuffer, offsets: offsetBuffer) }
    labels.removeAll()
    openBlockCount = 1
    var count = 0
    while openBlockCount > 0 {
      if count == instructionBuffer.count {
        let more = max(1024, count)
        instructionBuffer.append(contentsOf: repeatElement(.nop, count: more))
        offsetBuffer.append(contentsOf: repeatElement(0, count: more))
      }
      var instructions = instructionBuffer.mutableSpan
      var offsets = offsetBuffer.mutableSpan
      while openBlockCount > 0 && count < instructions.count {
        let start = reader.position
        guard start < reader.end else { throw reader.error(missingEnd) }
        instructions[count] = try instruction()
        offsets[count] = UInt32(truncatingIfNeeded: start)
        count += 1
      }
    }
    return count
  }

  @inline(__always)
  private mutating func instruction() throws(DecodingError) -> Instruction {
    let first = try reader.byte()
    var entry = opcodes.single[Int(first)]
    if entry.immediates == nil { entry = try longEntry(first) }
    guard let immediates = entry.immediates else { preconditionFailure("refused before") }
    return try instruction(entry, immediates)
  }

  /// The entry of an opcode that begins with a prefix, or that may not be used.
  private mutating func longEntry(_ first: UInt8) throws(DecodingError) -> OpcodeTable.Entry {
    let start = reader.position - 1
    guard (0xFB...0xFE).contains(first) else {
      throw DecodingError(OpcodeTable.reason(prefix: 0, code: UInt32(first)), at: start)
    }
    let code = try reader.u32()
    let entry = opcodes.entry(prefix: first, code: code)
    if entry.immediates == nil {
      throw DecodingError(OpcodeTable.reason(prefix: first, code: code), at: start)
    }
    return entry
  }
}

/// Moves an array out, so that it can be changed in place.
private func take<Element>(_ array: inout [Element]) -> [Element] {
  var taken: [Element] = []
  swap(&taken, &array)
  return taken
}
