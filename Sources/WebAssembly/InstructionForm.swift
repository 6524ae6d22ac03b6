/// An instruction without its immediates: the meaning of an opcode alone.
package enum InstructionForm: BitwiseCopyable, Hashable, Sendable {
  /// An instruction that has none.
  case plain(Instruction)
  case with(Immediates)
}

/// What follows an opcode, and what becomes of it.
///
/// It takes no more than three bytes and has no closures, so that the decoder can choose between
/// the cases in one jump: closures in the table took twice as long.
package enum Immediates: BitwiseCopyable, Hashable, Sendable {
  /// Nothing.
  case none
  /// Nothing; what began with a block type, or the expression, ends.
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
  static let end = with(.end)

  static func conversion(_ operation: ConversionOperator) -> InstructionForm {
    .plain(.convert(operation))
  }

  static func vector(_ instruction: VectorInstruction) -> InstructionForm {
    .plain(.vector(instruction))
  }
}

extension Instruction {
  /// The instruction without its immediates.
  package var form: InstructionForm {
    switch self {
    case .unreachable, .nop, .else, .return, .drop, .select, .refIsNull: .plain(self)
    case .block: .with(.block)
    case .loop: .with(.loop)
    case .if: .with(.if)
    case .end: .end
    case .branch: .with(.branch)
    case .branchIf: .with(.branchIf)
    case .branchTable: .with(.branchTable)
    case .call: .with(.call)
    case .callIndirect: .with(.callIndirect)
    case .returnCall: .with(.returnCall)
    case .returnCallIndirect: .with(.returnCallIndirect)
    case .selectTyped: .with(.selectTyped)
    case .localGet: .with(.localGet)
    case .localSet: .with(.localSet)
    case .localTee: .with(.localTee)
    case .globalGet: .with(.globalGet)
    case .globalSet: .with(.globalSet)
    case .refNull: .with(.refNull)
    case .refFunc: .with(.refFunc)
    case .tableGet: .with(.tableGet)
    case .tableSet: .with(.tableSet)
    case .tableSize: .with(.tableSize)
    case .tableGrow: .with(.tableGrow)
    case .tableFill: .with(.tableFill)
    case .tableCopy: .with(.tableCopy)
    case .tableInit: .with(.tableInit)
    case .elementDrop: .with(.elementDrop)
    case .load(let type, let storage, _): .with(.load(type, storage))
    case .store(let type, let storage, _): .with(.store(type, storage))
    case .memorySize: .with(.memorySize)
    case .memoryGrow: .with(.memoryGrow)
    case .memoryFill: .with(.memoryFill)
    case .memoryCopy: .with(.memoryCopy)
    case .memoryInit: .with(.memoryInit)
    case .dataDrop: .with(.dataDrop)
    case .i32Const: .with(.i32Const)
    case .i64Const: .with(.i64Const)
    case .f32Const: .with(.f32Const)
    case .f64Const: .with(.f64Const)
    case .integerUnary, .integerBinary, .integerEqualsZero, .integerCompare: .plain(self)
    case .floatUnary, .floatBinary, .floatCompare, .convert: .plain(self)
    case .vector(let instruction): instruction.form
    }
  }
}

extension VectorInstruction {
  /// The instruction without its immediates.
  var form: InstructionForm {
    switch self {
    case .const: .with(.vectorConst)
    case .load(let storage, _): .with(.vectorLoad(storage))
    case .store: .with(.vectorStore)
    case .loadLane(let width, _, _): .with(.loadLane(width))
    case .storeLane(let width, _, _): .with(.storeLane(width))
    case .shuffle: .with(.shuffle)
    case .extractLane(let extraction, _): .with(.extractLane(extraction))
    case .replaceLane(let shape, _): .with(.replaceLane(shape))
    case .swizzle, .splat, .not, .bitwiseBinary, .bitSelect, .anyTrue: .vector(self)
    case .integerUnary, .integerBinary, .integerCompare, .shift: .vector(self)
    case .allTrue, .bitmask, .laneSelect: .vector(self)
    case .narrow, .extend, .extendedMultiply, .extendedAddPairwise: .vector(self)
    case .dot, .relaxedDotAdd: .vector(self)
    case .floatUnary, .floatBinary, .floatTernary, .floatCompare, .convert: .vector(self)
    }
  }
}
