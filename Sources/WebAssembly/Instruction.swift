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
