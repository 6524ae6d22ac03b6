/// An instruction without its immediates: what an opcode alone says.
///
/// It has no references and no closures, so that the decoder can take one out of a table for every
/// instruction at no cost but that of a copy.
package enum InstructionForm: BitwiseCopyable, Hashable, Sendable {
  /// An instruction without immediates.
  case plain(Instruction)
  /// What began with a block type, or the expression, ends.
  case end

  // With a block type
  case block, loop, `if`

  // With labels or indexes
  case branch, branchIf, branchTable
  case call, callIndirect, returnCall, returnCallIndirect
  case localGet, localSet, localTee, globalGet, globalSet
  case refFunc
  case tableGet, tableSet, tableSize, tableGrow, tableFill, tableCopy, tableInit, elementDrop
  case memorySize, memoryGrow, memoryFill, memoryCopy, memoryInit, dataDrop

  // With types
  case selectTyped, refNull

  // With a memory argument
  case load(ValueType, LoadStorage)
  case store(ValueType, StoreStorage)
  case vectorLoad(VectorLoadStorage)
  case vectorStore

  // With a memory argument and a lane, or one of them
  case loadLane(LaneWidth), storeLane(LaneWidth)
  case extractLane(LaneExtraction), replaceLane(VectorShape)

  // With a value
  case i32Const, i64Const, f32Const, f64Const, vectorConst
  case shuffle
}

extension InstructionForm {
  static func conversion(_ operation: ConversionOperator) -> InstructionForm {
    .plain(.convert(operation))
  }

  static func vector(_ instruction: VectorInstruction) -> InstructionForm {
    .plain(.vector(instruction))
  }
}

extension Instruction {
  /// The instruction without its immediates; nil for internal instructions.
  package var form: InstructionForm? {
    switch self {
    case .unreachable, .nop, .else, .return, .drop, .select, .refIsNull: .plain(self)
    case .block: .block
    case .loop: .loop
    case .if: .if
    case .end: .end
    case .branch: .branch
    case .branchIf: .branchIf
    case .branchTable: .branchTable
    case .call: .call
    case .callIndirect: .callIndirect
    case .returnCall: .returnCall
    case .returnCallIndirect: .returnCallIndirect
    case .selectTyped: .selectTyped
    case .localGet: .localGet
    case .localSet: .localSet
    case .localTee: .localTee
    case .globalGet: .globalGet
    case .globalSet: .globalSet
    case .refNull: .refNull
    case .refFunc: .refFunc
    case .tableGet: .tableGet
    case .tableSet: .tableSet
    case .tableSize: .tableSize
    case .tableGrow: .tableGrow
    case .tableFill: .tableFill
    case .tableCopy: .tableCopy
    case .tableInit: .tableInit
    case .elementDrop: .elementDrop
    case .load(let type, let storage, _): .load(type, storage)
    case .store(let type, let storage, _): .store(type, storage)
    case .memorySize: .memorySize
    case .memoryGrow: .memoryGrow
    case .memoryFill: .memoryFill
    case .memoryCopy: .memoryCopy
    case .memoryInit: .memoryInit
    case .dataDrop: .dataDrop
    case .i32Const: .i32Const
    case .i64Const: .i64Const
    case .f32Const: .f32Const
    case .f64Const: .f64Const
    case .integerUnary, .integerBinary, .integerEqualsZero, .integerCompare: .plain(self)
    case .floatUnary, .floatBinary, .floatCompare, .convert: .plain(self)
    case .vector(let instruction): instruction.form
    case .stableMemory: nil
    }
  }
}

extension VectorInstruction {
  /// The instruction without its immediates.
  var form: InstructionForm {
    switch self {
    case .const: .vectorConst
    case .load(let storage, _): .vectorLoad(storage)
    case .store: .vectorStore
    case .loadLane(let width, _, _): .loadLane(width)
    case .storeLane(let width, _, _): .storeLane(width)
    case .shuffle: .shuffle
    case .extractLane(let extraction, _): .extractLane(extraction)
    case .replaceLane(let shape, _): .replaceLane(shape)
    case .swizzle, .splat, .not, .bitwiseBinary, .bitSelect, .anyTrue: .vector(self)
    case .integerUnary, .integerBinary, .integerCompare, .shift: .vector(self)
    case .allTrue, .bitmask, .laneSelect: .vector(self)
    case .narrow, .extend, .extendedMultiply, .extendedAddPairwise: .vector(self)
    case .dot, .relaxedDotAdd: .vector(self)
    case .floatUnary, .floatBinary, .floatTernary, .floatCompare, .convert: .vector(self)
    }
  }
}
