import WebAssembly

/// What an instruction adds to the complexity of its function, with the replica's weights: they
/// follow the code that its engine generates for the instruction.
enum InstructionComplexity: Equatable {
  case accepted(UInt64)
  /// The instruction is valid Wasm but no canister may hold it.
  case refused(mnemonic: String)

  static func of(_ instruction: Instruction) -> InstructionComplexity {
    switch instruction {
    case .tableSet: .refused(mnemonic: "table.set")
    case .tableGrow: .refused(mnemonic: "table.grow")
    case .tableFill: .refused(mnemonic: "table.fill")
    case .tableCopy: .refused(mnemonic: "table.copy")
    case .tableInit: .refused(mnemonic: "table.init")

    case .block, .loop, .if, .branch, .branchIf, .branchTable, .call, .callIndirect: .accepted(50)
    case .memoryGrow: .accepted(50)
    case .tableGet: .accepted(14)
    case .refFunc: .accepted(8)
    case .refIsNull: .accepted(6)
    case .memoryCopy: .accepted(4)
    case .memoryFill: .accepted(3)
    case .load(let type, _, _): .accepted(type == .v128 ? 1 : 3)
    case .store(let type, _, _): .accepted(type == .v128 ? 1 : 2)
    case .globalGet, .select, .memorySize: .accepted(2)
    case .integerEqualsZero, .integerCompare: .accepted(2)

    case .integerUnary(_, let operation): .accepted(weight(operation))
    case .integerBinary(_, let operation): .accepted(weight(operation))
    case .floatUnary(_, let operation): .accepted(weight(operation))
    case .floatBinary(_, let operation): .accepted(operation == .copysign ? 3 : 1)
    case .floatCompare(let type, let operation): .accepted(type == .f64 && operation == .eq ? 3 : 2)
    case .convert(let operation): .accepted(weight(operation))

    case .unreachable, .nop, .else, .end, .return, .returnCall, .returnCallIndirect: .accepted(1)
    case .drop, .selectTyped, .localGet, .localSet, .localTee, .globalSet: .accepted(1)
    case .refNull, .tableSize, .elementDrop, .memoryInit, .dataDrop: .accepted(1)
    case .i32Const, .i64Const, .f32Const, .f64Const, .vector: .accepted(1)
    }
  }

  private static func weight(_ operation: IntegerUnaryOperator) -> UInt64 {
    switch operation {
    case .clz, .ctz: 1
    case .popcnt, .extend8S, .extend16S, .extend32S: 2
    }
  }

  private static func weight(_ operation: IntegerBinaryOperator) -> UInt64 {
    switch operation {
    case .divS, .divU, .remS, .remU: 3
    case .add, .sub, .mul, .and, .or, .xor, .shl, .shrS, .shrU, .rotl, .rotr: 1
    }
  }

  private static func weight(_ operation: FloatUnaryOperator) -> UInt64 {
    switch operation {
    case .abs, .neg: 4
    case .ceil, .floor, .trunc, .sqrt: 2
    case .nearest: 1
    }
  }

  private static func weight(_ operation: ConversionOperator) -> UInt64 {
    switch operation {
    case .truncate, .convert, .i64ExtendI32S, .i64ExtendI32U, .f32DemoteF64: 5
    case .truncateSaturating: 3
    case .i32WrapI64, .f64PromoteF32, .reinterpretFloat, .reinterpretInteger: 2
    }
  }
}
