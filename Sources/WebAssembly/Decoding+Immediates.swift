// What follows an opcode (Core Specification, "Binary Format: Instructions").
extension Decoding {
  /// Completes an instruction.
  @inline(__always)
  mutating func instruction(
    _ entry: OpcodeTable.Entry, _ immediates: Immediates
  ) throws(DecodingError) -> Instruction {
    switch immediates {
    case .none: entry.plain
    case .end: end()
    case .block: .block(try openBlock())
    case .loop: .loop(try openBlock())
    case .if: .if(try openBlock())
    case .branch: .branch(try reader.u32())
    case .branchIf: .branchIf(try reader.u32())
    case .branchTable: try branchTable()
    case .call: .call(try reader.u32())
    case .callIndirect: .callIndirect(type: try reader.u32(), table: try tableOfCall())
    case .returnCall: .returnCall(try reader.u32())
    case .returnCallIndirect: .returnCallIndirect(type: try reader.u32(), table: try tableOfCall())
    case .selectTyped: try typedSelect()
    case .localGet: .localGet(try reader.u32())
    case .localSet: .localSet(try reader.u32())
    case .localTee: .localTee(try reader.u32())
    case .globalGet: .globalGet(try reader.u32())
    case .globalSet: .globalSet(try reader.u32())
    case .refNull: .refNull(try referenceType())
    case .refFunc: .refFunc(try reader.u32())
    case .tableGet: .tableGet(try reader.u32())
    case .tableSet: .tableSet(try reader.u32())
    case .tableSize: .tableSize(try reader.u32())
    case .tableGrow: .tableGrow(try reader.u32())
    case .tableFill: .tableFill(try reader.u32())
    case .tableCopy: .tableCopy(destination: try reader.u32(), source: try reader.u32())
    case .tableInit: .tableInit(element: try reader.u32(), table: try reader.u32())
    case .elementDrop: .elementDrop(try reader.u32())
    case .load(let type, let storage): .load(type, storage, try memoryArgument())
    case .store(let type, let storage): .store(type, storage, try memoryArgument())
    case .memorySize: .memorySize(try memoryIndex())
    case .memoryGrow: .memoryGrow(try memoryIndex())
    case .memoryFill: .memoryFill(try memoryIndex())
    case .memoryCopy: .memoryCopy(destination: try memoryIndex(), source: try memoryIndex())
    case .memoryInit: .memoryInit(data: try dataIndex(), memory: try memoryIndex())
    case .dataDrop: .dataDrop(try dataIndex())
    case .i32Const: .i32Const(try reader.s32())
    case .i64Const: .i64Const(try reader.s64())
    case .f32Const: .f32Const(try reader.littleEndian(as: UInt32.self))
    case .f64Const: .f64Const(try reader.littleEndian())
    case .vectorLoad(let storage): .vector(.load(storage, try memoryArgument()))
    case .vectorStore: .vector(.store(try memoryArgument()))
    case .loadLane(let width):
      .vector(.loadLane(width, try memoryArgument(), lane: try reader.byte()))
    case .storeLane(let width):
      .vector(.storeLane(width, try memoryArgument(), lane: try reader.byte()))
    case .extractLane(let extraction): .vector(.extractLane(extraction, lane: try reader.byte()))
    case .replaceLane(let shape): .vector(.replaceLane(shape, lane: try reader.byte()))
    case .vectorConst: .vector(.const(try v128()))
    case .shuffle: .vector(.shuffle(try v128()))
    }
  }

  private mutating func openBlock() throws(DecodingError) -> BlockType {
    openBlockCount += 1
    return try blockType()
  }

  private mutating func end() -> Instruction {
    openBlockCount -= 1
    return .end
  }

  /// An index that must be a zero byte before there were several tables.
  private mutating func tableOfCall() throws(DecodingError) -> UInt32 {
    try index(unlessZeroByteWithout: .referenceTypes)
  }

  /// An index that must be a zero byte before there were several memories.
  private mutating func memoryIndex() throws(DecodingError) -> UInt32 {
    try index(unlessZeroByteWithout: .multiMemory)
  }

  private mutating func index(
    unlessZeroByteWithout feature: Features
  ) throws(DecodingError) -> UInt32 {
    if features.contains(feature) { return try reader.u32() }
    let start = reader.position
    guard try reader.byte() == 0 else { throw DecodingError(.zeroByteExpected, at: start) }
    return 0
  }

  private mutating func dataIndex() throws(DecodingError) -> UInt32 {
    usesDataSegments = true
    return try reader.u32()
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
    let first = UInt32(labels.count)
    for _ in 0...count { labels.append(try reader.u32()) }
    return .branchTable(first: first, count: count)
  }

  private mutating func typedSelect() throws(DecodingError) -> Instruction {
    let start = reader.position
    guard try reader.u32() == 1 else { throw DecodingError(.invalidResultArity, at: start) }
    return .selectTyped(try valueType())
  }

  private mutating func v128() throws(DecodingError) -> V128 {
    V128(low: try reader.littleEndian(), high: try reader.littleEndian())
  }
}
