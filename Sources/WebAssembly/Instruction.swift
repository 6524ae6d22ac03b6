/// One instruction of a function body (Core Specification, "Structure: Instructions").
///
/// Instructions of one shape share a case: `i64.load8_s` is `.load(.i64, .signed8, …)` and both
/// `i32.add` and `i64.add` are `.integerBinary(_, .add)`. What binds a case to its opcode and its
/// name is the table in `Opcode`; what it means is said by each consumer in an exhaustive switch.
///
/// Bodies are flat: `block`, `loop`, `if`, `else` and `end` are instructions, and the last `end`
/// closes the function.
package enum Instruction: BitwiseCopyable, Hashable, Sendable {
  // Control
  case unreachable
  case nop
  case block(BlockType)
  case loop(BlockType)
  case `if`(BlockType)
  case `else`
  case end
  case branch(UInt32)
  case branchIf(UInt32)
  /// Labels `first ..< first + count` of the body's `branchLabels`; the label after them is the
  /// default one.
  case branchTable(first: UInt32, count: UInt32)
  case `return`
  case call(UInt32)
  case callIndirect(type: UInt32, table: UInt32)
  case returnCall(UInt32)
  case returnCallIndirect(type: UInt32, table: UInt32)

  // Parametric
  case drop
  case select
  case selectTyped(ValueType)

  // Variables
  case localGet(UInt32)
  case localSet(UInt32)
  case localTee(UInt32)
  case globalGet(UInt32)
  case globalSet(UInt32)

  // References and tables
  case refNull(ValueType)
  case refIsNull
  case refFunc(UInt32)
  case tableGet(UInt32)
  case tableSet(UInt32)
  case tableSize(UInt32)
  case tableGrow(UInt32)
  case tableFill(UInt32)
  case tableCopy(destination: UInt32, source: UInt32)
  case tableInit(element: UInt32, table: UInt32)
  case elementDrop(UInt32)

  // Memories
  case load(ValueType, LoadStorage, MemoryArgument)
  case store(ValueType, StoreStorage, MemoryArgument)
  case memorySize(UInt32)
  case memoryGrow(UInt32)
  case memoryFill(UInt32)
  case memoryCopy(destination: UInt32, source: UInt32)
  case memoryInit(data: UInt32, memory: UInt32)
  case dataDrop(UInt32)

  // Numeric
  case i32Const(Int32)
  case i64Const(Int64)
  /// The bit pattern of an `f32`.
  case f32Const(UInt32)
  /// The bit pattern of an `f64`.
  case f64Const(UInt64)
  case integerUnary(IntegerType, IntegerUnaryOperator)
  case integerBinary(IntegerType, IntegerBinaryOperator)
  /// `i32.eqz` and `i64.eqz`, the only test operator.
  case integerEqualsZero(IntegerType)
  case integerCompare(IntegerType, IntegerCompareOperator)
  case floatUnary(FloatType, FloatUnaryOperator)
  case floatBinary(FloatType, FloatBinaryOperator)
  case floatCompare(FloatType, FloatCompareOperator)
  case convert(ConversionOperator)

  /// An instruction of the fixed-width or relaxed SIMD extensions.
  case vector(VectorInstruction)

  // Internal: no opcode denotes these, so no binary can hold them. Instrumentation puts them in.
  case stableMemory(StableMemoryOperation)
  /// Takes so many instructions from the message's counter. If it is checked, the message ends when
  /// that leaves less than none.
  case charge(UInt32, isChecked: Bool)
  /// Takes the topmost operand, a size, from the message's counter, and leaves it where it is. The
  /// message ends when the counter can't pay for it.
  case chargeOperand
  /// Charges the pages of memory that the next instruction is the first to touch. Operands stay
  /// where they are.
  case touch(PageTouch)
  /// Tells who watches that a function begins, or that a call has returned to it.
  case watch(CallMoment)
}

/// What a watcher of calls is told.
package enum CallMoment: BitwiseCopyable, Hashable, Sendable {
  case entry, resumption
}

/// What an instruction is about to touch in memory 0.
package enum PageTouch: BitwiseCopyable, Hashable, Sendable {
  /// So many bytes from the address that has so many operands above it.
  case access(MemoryArgument, sizeBytes: UInt8, depth: UInt8, isWrite: Bool)
  /// The range of `memory.fill`.
  case fill
  /// Both ranges of `memory.copy`.
  case copy
  /// The range of `memory.init` from this segment.
  case initialize(data: UInt32)
}

/// The static part of a memory access (Core Specification, "Memory Instructions").
package struct MemoryArgument: BitwiseCopyable, Hashable, Sendable {
  package var offset: UInt64
  package var memory: UInt32
  /// The exponent of a power of two: a hint that nothing may trust.
  package var alignmentExponent: UInt8

  package init(offset: UInt64, memory: UInt32 = 0, alignmentExponent: UInt8 = 0) {
    self.offset = offset
    self.memory = memory
    self.alignmentExponent = alignmentExponent
  }
}

/// What a load reads and how it widens it: the whole value, or fewer bits with either sign.
package enum LoadStorage: UInt8, BitwiseCopyable, Sendable, CaseIterable {
  case full, signed8, unsigned8, signed16, unsigned16, signed32, unsigned32
}

/// What a store writes: the whole value, or its low bits.
package enum StoreStorage: UInt8, BitwiseCopyable, Sendable, CaseIterable {
  case full, low8, low16, low32
}

/// The functions of the stable-memory API, which instrumentation turns from calls of imports into
/// instructions so that every engine can treat stable memory as a memory
/// (Interface Specification, "System API: Stable Memory").
package enum StableMemoryOperation: UInt8, BitwiseCopyable, Sendable, CaseIterable {
  case size32, grow32, read32, write32
  case size64, grow64, read64, write64
}

extension LoadStorage {
  /// The number of bytes that a load of the type reads.
  package func sizeBytes(of type: ValueType) -> UInt64 {
    switch self {
    case .full: type.sizeBytes
    case .signed8, .unsigned8: 1
    case .signed16, .unsigned16: 2
    case .signed32, .unsigned32: 4
    }
  }
}

extension StoreStorage {
  /// The number of bytes that a store of the type writes.
  package func sizeBytes(of type: ValueType) -> UInt64 {
    switch self {
    case .full: type.sizeBytes
    case .low8: 1
    case .low16: 2
    case .low32: 4
    }
  }
}
