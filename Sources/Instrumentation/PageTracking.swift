import Validation
import WebAssembly

/// Writes into the code where it touches pages of linear memory, so that they are charged in the
/// moment of the touch, as the memory tracker of the Internet Computer charges them.
///
/// The bytes that the System API reads and writes are the runtime's to charge.
struct PageTracking: Pass {
  func run(on module: inout InstrumentedModule) {
    guard !module.validated.memoryTypes.isEmpty else { return }
    for index in module.bodies.indices {
      let touches = Self.touches(in: module.bodies[index].instructions)
      let positions = module.bodies[index].insert(touches)
      module.functionFacts[index] = module.functionFacts[index].relocated(to: positions)
    }
  }

  private static func touches(in instructions: [InstrumentedInstruction]) -> [Insertion] {
    instructions.enumerated().compactMap { position, instruction in
      instruction.wasm?.touch.map { Insertion(position: position, instruction: .touch($0)) }
    }
  }
}

extension Instruction {
  /// What it touches in memory 0, the only one of a canister.
  fileprivate var touch: PageTouch? {
    switch self {
    case .load(let type, let storage, let argument):
      .read(argument, sizeBytes: storage.sizeBytes(of: type), depth: 0)
    case .store(let type, let storage, let argument):
      .write(argument, sizeBytes: storage.sizeBytes(of: type), depth: 1)
    case .vector(let instruction): instruction.touch
    case .memoryFill: .fill
    case .memoryCopy: .copy
    case .memoryInit(let data, _): .initialize(data: data)
    case .unreachable, .nop, .block, .loop, .if, .else, .end, .branch, .branchIf, .branchTable,
      .return, .call, .callIndirect, .returnCall, .returnCallIndirect, .drop, .select,
      .selectTyped, .localGet, .localSet, .localTee, .globalGet, .globalSet, .refNull, .refIsNull,
      .refFunc, .tableGet, .tableSet, .tableSize, .tableGrow, .tableFill, .tableCopy, .tableInit,
      .elementDrop, .memorySize, .memoryGrow, .dataDrop, .i32Const, .i64Const, .f32Const,
      .f64Const, .integerUnary, .integerBinary, .integerEqualsZero, .integerCompare, .floatUnary,
      .floatBinary, .floatCompare, .convert:
      nil
    }
  }
}

extension VectorInstruction {
  fileprivate var touch: PageTouch? {
    if case .load(let storage, let argument) = self {
      return .read(argument, sizeBytes: storage.sizeBytes, depth: 0)
    }
    if case .store(let argument) = self { return .write(argument, sizeBytes: 16, depth: 1) }
    if case .loadLane(let width, let argument, _) = self {
      return .read(argument, sizeBytes: width.sizeBytes, depth: 1)
    }
    if case .storeLane(let width, let argument, _) = self {
      return .write(argument, sizeBytes: width.sizeBytes, depth: 1)
    }
    return nil
  }
}

extension PageTouch {
  fileprivate static func read(
    _ argument: MemoryArgument, sizeBytes: UInt64, depth: UInt8
  ) -> PageTouch {
    .access(argument, sizeBytes: UInt8(sizeBytes), depth: depth, isWrite: false)
  }

  fileprivate static func write(
    _ argument: MemoryArgument, sizeBytes: UInt64, depth: UInt8
  ) -> PageTouch {
    .access(argument, sizeBytes: UInt8(sizeBytes), depth: depth, isWrite: true)
  }
}
