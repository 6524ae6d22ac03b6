import WebAssembly

/// What the replica's engine counts for one execution of an instruction, before what bulk
/// operations and the System API add by the byte (reference cost table of the Internet Computer).
///
/// The weights follow what the machine code of an instruction takes on the replicas' processors:
/// most take one unit; divisions, calls and what goes through the engine's own functions more.
struct InstructionCost {
  /// Modules with 64-bit addresses pay for the check of each access.
  let hasAddresses64: Bool

  func of(_ instruction: Instruction) -> UInt32 {
    switch instruction {
    case .block, .loop, .else, .end: 0
    case .nop, .unreachable, .return, .drop, .select, .selectTyped: 1
    case .localGet, .localSet, .localTee, .refNull: 1
    case .i32Const, .i64Const, .f32Const, .f64Const: 1
    case .globalGet, .globalSet: 2
    case .if, .branch, .branchIf, .branchTable: 2

    case .call: 5
    case .callIndirect: 10
    case .returnCall: 3
    case .returnCallIndirect: 60

    case .refIsNull, .tableGet, .tableSet: 5
    case .refFunc: 130
    case .tableSize, .tableFill, .tableCopy, .tableInit: 100
    case .tableGrow, .elementDrop, .dataDrop: 300

    case .load, .store: access
    case .memorySize: 20
    case .memoryGrow: 300
    case .memoryFill, .memoryCopy, .memoryInit: 100

    case .integerUnary, .integerEqualsZero, .integerCompare: 1
    case .integerBinary(_, let operation): cost(operation)
    case .floatUnary(let type, let operation): cost(type, operation)
    case .floatBinary(let type, let operation): cost(type, operation)
    case .floatCompare: 3
    case .convert(let operation): cost(operation)
    case .vector(let instruction): cost(instruction)
    }
  }

  /// What a load or a store of any width costs.
  var access: UInt32 { hasAddresses64 ? 2 : 1 }

  private func cost(_ operation: IntegerBinaryOperator) -> UInt32 {
    switch operation {
    case .add, .sub, .mul, .and, .or, .xor, .shl, .shrS, .shrU, .rotl, .rotr: 1
    case .divS, .divU, .remS, .remU: 10
    }
  }

  private func cost(_ type: FloatType, _ operation: FloatUnaryOperator) -> UInt32 {
    switch operation {
    case .abs, .neg: 1
    case .ceil, .floor, .trunc, .nearest: 2
    case .sqrt: type == .f32 ? 5 : 8
    }
  }

  private func cost(_ type: FloatType, _ operation: FloatBinaryOperator) -> UInt32 {
    switch operation {
    case .add, .sub, .mul: 2
    case .div: type == .f32 ? 3 : 5
    case .copysign: type == .f32 ? 2 : 3
    case .min, .max: 18
    }
  }

  private func cost(_ operation: ConversionOperator) -> UInt32 {
    switch operation {
    case .i32WrapI64, .i64ExtendI32S, .i64ExtendI32U, .f32DemoteF64, .f64PromoteF32: 1
    case .reinterpretFloat, .reinterpretInteger: 1
    case .convert(_, _, let isSigned): isSigned ? 3 : 16
    case .truncate, .truncateSaturating: 20
    }
  }
}
