internal import Instrumentation
internal import WebAssembly

/// A loop that only computes, and whose number of passes is known before it begins.
///
/// One local, the *counter variable*, is stepped once in every pass and tested against a bound,
/// and neither step nor bound change meanwhile. Other ways out only make the passes fewer.
struct CountedLoop: Equatable {
  enum Operand: Equatable {
    case constant(Int64)
    case local(UInt32)
  }

  /// The condition on the variable while the loop continues.
  enum Test: Equatable {
    /// It is not equal to the bound, to which steps of a constant other than 0 lead.
    case differs(step: Int64)
    /// It is less than the bound, without sign, and steps upwards lead there.
    case isLess(step: Operand)
  }

  /// From the `loop` to its `end`.
  let positions: ClosedRange<Int>
  let type: IntegerType
  let variable: UInt32
  let test: Test
  let bound: Operand
  /// Whether the first test comes after the first step.
  let stepsFirst: Bool
  /// What the header charges.
  let headerCost: UInt32
  /// The sum of all charges of a pass, at most.
  let passCost: UInt32

  /// Whether only the program at hand knows how far apart two passes' accesses are.
  ///
  /// Vectors do not pay then, but LLVM takes the sum of the charges, which it would not need, for
  /// something that they make faster: a sieve took nearly twice as long.
  var hasUnknownStep: Bool {
    if case .isLess(step: .local) = test { return true }
    return false
  }
}

extension CountedLoop {
  /// The largest loop that is worth having twice: in a longer one, a check per pass does not
  /// matter.
  private static let maximumLength = 256

  /// Those of a body whose instructions are charged, by the position of their `loop`.
  static func all(in body: InstrumentedBody) -> [Int: CountedLoop] {
    var loops: [Int: CountedLoop] = [:]
    var open: [Int] = []
    var lastObstacle = -1
    for (position, instruction) in body.instructions.enumerated() {
      switch LoopRole(instruction) {
      case .begin(let isLoop):
        open.append(position)
        if isLoop { lastObstacle = position }
      case .end:
        guard let start = open.popLast(), case .wasm(.loop) = body.instructions[start] else {
          continue
        }
        guard lastObstacle <= start, position - start <= maximumLength else { continue }
        loops[start] = LoopCode(of: start...position, in: body).countedLoop
      case .obstacle: lastObstacle = position
      case .other: continue
      }
    }
    return loops
  }
}

/// The effect of an instruction on the loops around it.
private enum LoopRole {
  case begin(isLoop: Bool)
  case end
  /// It charges something that is only known when it runs, or runs other code.
  case obstacle
  case other

  init(_ instruction: InstrumentedInstruction) {
    switch instruction {
    case .wasm(let instruction): self.init(instruction)
    case .stableMemory, .chargeOperand, .touch: self = .obstacle
    case .charge, .watch: self = .other
    }
  }

  private init(_ instruction: Instruction) {
    switch instruction {
    case .block, .if: self = .begin(isLoop: false)
    case .loop: self = .begin(isLoop: true)
    case .end: self = .end
    case .call, .callIndirect, .returnCall, .returnCallIndirect, .tableGrow, .tableFill,
      .tableCopy, .tableInit, .memoryGrow, .memoryFill, .memoryCopy, .memoryInit:
      self = .obstacle
    case .unreachable, .nop, .else, .branch, .branchIf, .branchTable, .return, .drop, .select,
      .selectTyped, .localGet, .localSet, .localTee, .globalGet, .globalSet, .refNull, .refIsNull,
      .refFunc, .tableGet, .tableSet, .tableSize, .elementDrop, .load, .store, .memorySize,
      .dataDrop, .i32Const, .i64Const, .f32Const, .f64Const, .integerUnary, .integerBinary,
      .integerEqualsZero, .integerCompare, .floatUnary, .floatBinary, .floatCompare, .convert,
      .vector:
      self = .other
    }
  }
}
