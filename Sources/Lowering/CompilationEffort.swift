internal import Instrumentation
internal import Validation
internal import WebAssembly

/// How much is done for the code of a function.
///
/// The optimiser and what generates its code take more than twice the time for a function of twice
/// the size, each for a reason of its own. Compilers make functions for which that does not matter;
/// a hostile module can have others. So above some size a function is compiled as at `-O0`, in
/// time in proportion to its size. All that decides it is here, but for what only LLVM's form of
/// the code shows (`NativePasses/Module+Crowds.swift`).
package enum CompilationEffort: Sendable {
  /// The passes of the level of optimisation.
  case full
  /// As little as can be.
  case least

  init(ofBody index: Int, of module: InstrumentedModule) {
    let size = FunctionSize(ofBody: index, of: module)
    let isOrdinary =
      size.weight <= Self.maximumWeight && size.loopDepth <= Self.maximumLoopDepth
      && size.localCount <= Self.maximumLocalCount
      && size.blockCount * size.localCount <= Self.maximumLocalsOfBlocks
    self = isOrdinary ? .full : .least
  }

  /// The heaviest function of the ledger has 29,000; the heaviest that was met in a canister, a
  /// wallet's, 37,000.
  private static let maximumWeight = 60_000
  /// Each pass over loops looks at what is in them once a loop around it.
  ///
  /// Five is the deepest nest of the ledger; seven was met in other canisters.
  private static let maximumLoopDepth = 48
  /// Twice as many locals of one loop take `mem2reg` four times as long.
  ///
  /// The ledger has 126, a wallet 641.
  private static let maximumLocalCount = 3_000
  /// Where each local matters in each block, each block tells of each local where it comes from.
  ///
  /// The ledger has 183,000, a wallet 310,000.
  private static let maximumLocalsOfBlocks = 10_000_000
}

/// The factors of a function's compilation time.
private struct FunctionSize {
  /// About the number of LLVM's instructions.
  private(set) var weight = 0
  private(set) var blockCount = 0
  private(set) var loopDepth = 0
  let localCount: Int

  init(ofBody index: Int, of module: InstrumentedModule) {
    localCount = module.functionFacts[index].localCount
    let validated = module.validated
    // Of each structured instruction that is open, whether it is a loop.
    var open: [Bool] = []
    var openLoopCount = 0
    for instruction in module.bodies[index].instructions {
      weight += instruction.weight(in: validated)
      switch instruction.structure {
      case .begin(let isLoop):
        open.append(isLoop)
        openLoopCount += isLoop ? 1 : 0
        loopDepth = max(loopDepth, openLoopCount)
        blockCount += 1
      case .end: openLoopCount -= open.popLast() == true ? 1 : 0
      case .branch: blockCount += 1
      case .none: break
      }
    }
  }
}

extension InstrumentedInstruction {
  fileprivate enum Structure {
    case begin(isLoop: Bool)
    case end, branch, none
  }

  fileprivate var structure: Structure {
    if case .wasm(.loop) = self { return .begin(isLoop: true) }
    if case .wasm(.block) = self { return .begin(isLoop: false) }
    if case .wasm(.if) = self { return .begin(isLoop: false) }
    if case .wasm(.end) = self { return .end }
    if case .wasm(.branchIf) = self { return .branch }
    return .none
  }

  /// About how many of LLVM's instructions it becomes.
  fileprivate func weight(in module: ValidatedModule) -> Int {
    switch self {
    case .wasm(let instruction): instruction.weight(in: module)
    case .stableMemory: 10
    case .touch: 15
    case .charge(_, let isChecked): isChecked ? 3 : 1
    case .chargeOperand: 2
    case .watch: 1
    }
  }
}

extension Instruction {
  /// About how many of LLVM's instructions it becomes.
  fileprivate func weight(in module: ValidatedModule) -> Int {
    switch self {
    case .call(let function), .returnCall(let function):
      5 + weight(of: module.functionTypes[Int(function)])
    case .callIndirect(let type, _), .returnCallIndirect(let type, _):
      15 + weight(of: module.module.types[Int(type)])
    case .memoryFill, .memoryCopy, .memoryInit, .tableFill, .tableCopy, .tableInit: 20
    case .memoryGrow, .tableGrow, .tableGet, .tableSet: 10
    case .convert, .floatUnary, .floatBinary, .loop: 3
    // Each block that many branches lead to is compared with each.
    case .branchTable(_, let count): 1 + 20 * Int(count)
    case .branch, .branchIf, .if, .select, .selectTyped, .vector,
      .integerBinary, .integerCompare, .integerEqualsZero, .load, .store, .memorySize:
      2
    case .unreachable, .nop, .block, .else, .end, .return, .drop, .localGet, .localSet, .localTee,
      .globalGet, .globalSet, .refNull, .refIsNull, .refFunc, .tableSize, .elementDrop, .dataDrop,
      .i32Const, .i64Const, .f32Const, .f64Const, .integerUnary, .floatCompare:
      1
    }
  }

  /// What a call adds for the values that it passes: those beyond the registers become stores in
  /// one block, of which the code generator compares each with each.
  private func weight(of type: FunctionType) -> Int {
    20 * (max(type.parameters.count - 8, 0) + max(type.results.count - 2, 0))
  }
}
