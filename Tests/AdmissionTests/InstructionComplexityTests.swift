import Testing
import WebAssembly

@testable import Admission

@Suite struct InstructionComplexityTests {
  private static let access = MemoryArgument(offset: 0)

  /// The replica's weights of 2025, written down independently of the code.
  @Test(
    arguments: [
      (
        50,
        [
          .block(.empty), .loop(.empty), .if(.empty), .branch(0), .branchIf(0),
          .branchTable(first: 0, count: 0), .call(0), .callIndirect(type: 0, table: 0),
          .memoryGrow(0),
        ]
      ),
      (14, [.tableGet(0)]),
      (8, [.refFunc(0)]),
      (6, [.refIsNull]),
      (
        5,
        [
          .convert(.truncate(to: .i32, from: .f64, isSigned: true)), .convert(.i64ExtendI32U),
          .convert(.convert(to: .f32, from: .i64, isSigned: false)), .convert(.f32DemoteF64),
        ]
      ),
      (
        4,
        [.floatUnary(.f32, .abs), .floatUnary(.f64, .neg), .memoryCopy(destination: 0, source: 0)]
      ),
      (
        3,
        [
          .floatBinary(.f64, .copysign), .floatCompare(.f64, .eq), .integerBinary(.i32, .divU),
          .integerBinary(.i64, .remS), .memoryFill(0), .load(.i64, .signed8, access),
          .load(.f32, .full, access),
          .convert(.truncateSaturating(to: .i64, from: .f32, isSigned: true)),
        ]
      ),
      (
        2,
        [
          .globalGet(0), .integerUnary(.i32, .popcnt), .select, .memorySize(0),
          .store(.i32, .low16, access), .integerEqualsZero(.i64), .integerCompare(.i32, .ltU),
          .floatCompare(.f32, .eq), .floatCompare(.f64, .ne), .floatUnary(.f64, .ceil),
          .floatUnary(.f32, .sqrt), .convert(.reinterpretFloat(.f32)), .convert(.i32WrapI64),
          .integerUnary(.i64, .extend32S), .convert(.f64PromoteF32),
        ]
      ),
      (
        1,
        [
          .nop, .end, .else, .return, .returnCall(0), .drop, .selectTyped(.i32), .localTee(0),
          .globalSet(0), .refNull(.funcref), .tableSize(0), .elementDrop(0), .dataDrop(0),
          .memoryInit(data: 0, memory: 0), .i64Const(1), .integerBinary(.i32, .mul),
          .integerUnary(.i32, .clz), .floatBinary(.f64, .div), .floatUnary(.f32, .nearest),
          .vector(.const(V128(low: 0, high: 0))),
        ]
      ),
    ] as [(UInt64, [Instruction])])
  func weighs(weight: UInt64, instructions: [Instruction]) {
    for instruction in instructions {
      #expect(InstructionComplexity.of(instruction) == .accepted(weight), "\(instruction)")
    }
  }
}
