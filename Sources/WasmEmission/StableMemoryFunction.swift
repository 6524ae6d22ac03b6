import Instrumentation
import WebAssembly

/// A function that does what an imported one of the stable-memory API does, on a second memory
/// (Interface Specification, "System API: Stable Memory"), in the order in which the replica
/// charges, checks and copies.
struct StableMemoryFunction {
  let operation: StableMemoryOperation
  let layout: ModuleLayout

  var function: InjectedFunction {
    let wide = is64 ? ValueType.i64 : .i32
    return switch operation {
    case .size32, .size64:
      InjectedFunction(
        name: operation.importName, type: FunctionType(parameters: [], results: [wide]),
        instructions: size)
    case .grow32, .grow64:
      InjectedFunction(
        name: operation.importName, type: FunctionType(parameters: [wide], results: [wide]),
        instructions: grow)
    case .read32, .write32, .read64, .write64:
      InjectedFunction(
        name: operation.importName,
        type: FunctionType(parameters: [wide, wide, wide], results: []),
        locals: [LocalRun(count: 7, type: .i64), LocalRun(count: 1, type: .i32)],
        instructions: access)
    }
  }

  private var is64: Bool {
    switch operation {
    case .size64, .grow64, .read64, .write64: true
    case .size32, .grow32, .read32, .write32: false
    }
  }

  private var isWrite: Bool { operation == .write32 || operation == .write64 }

  // Costs
  private static let growCost: UInt32 = 100
  private static let accessCost: Int64 = 20
  private static let dirtyPageCost: Int64 = 1000

  /// The largest address of the heap that is taken.
  private var largestHeapAddress: Int64 {
    layout.heapAddressType == .i32 ? Int64(UInt32.max) : 6 << 30
  }

  // Size and growth

  private let pages: [Instruction] = [.memorySize(StableMemoryLayout.memory)]

  /// The 32-bit functions end the execution once there are more than 4 GiB.
  private var trapIfTooLarge: [Instruction] {
    pages + [.i64Const(65536), .integerCompare(.i64, .gtU)] + .trapIf
  }

  private var size: [Instruction] {
    is64 ? pages : trapIfTooLarge + pages + [.convert(.i32WrapI64)]
  }

  private var grow: [Instruction] {
    let charge =
      layout.isMetered
      ? Charging(layout: layout).charge(Self.growCost, isChecked: true) : []
    if is64 { return charge + [.localGet(0), .memoryGrow(StableMemoryLayout.memory)] }
    let failIfTooLarge: [Instruction] =
      pages + [
        .localGet(0), .convert(.i64ExtendI32U), .integerBinary(.i64, .add), .i64Const(65536),
        .integerCompare(.i64, .gtU), .if(.empty), .i32Const(-1), .return, .end,
      ]
    return charge + trapIfTooLarge + failIfTooLarge + [
      .localGet(0), .convert(.i64ExtendI32U), .memoryGrow(StableMemoryLayout.memory),
      .convert(.i32WrapI64),
    ]
  }

  // Reads and writes

  /// The locals after the parameters: those as 64-bit numbers, then what is found out.
  private enum Local {
    static let heapAddress: UInt32 = 3
    static let offset: UInt32 = 4
    static let size: UInt32 = 5
    static let page: UInt32 = 6
    static let endPage: UInt32 = 7
    static let newAccessedPages: UInt32 = 8
    static let newDirtyPages: UInt32 = 9
    static let mark: UInt32 = 10
  }

  private var access: [Instruction] {
    let checks =
      switch operation {
      case .read32: returnIfEmpty + trapIfTooLarge + trapIfOutside
      case .write32: trapIfTooLarge + trapIfOutside + returnIfEmpty
      default: returnIfEmpty + trapIfOutside + trapIfHeapOutside
      }
    return widen + chargeSize + checks + countNewPages + takeNewPages + copy
  }

  private var widen: [Instruction] {
    let order = isWrite ? [Local.offset, Local.heapAddress] : [Local.heapAddress, Local.offset]
    return (order + [Local.size]).enumerated().flatMap { parameter, local in
      [.localGet(UInt32(parameter))] + (is64 ? [] : [.convert(.i64ExtendI32U)]) + [.localSet(local)]
    }
  }

  private var chargeSize: [Instruction] {
    guard layout.isMetered else { return [] }
    return [.localGet(Local.size), .i64Const(Self.accessCost), .integerBinary(.i64, .add)]
      + Charging(layout: layout).chargeAmount
  }

  private let returnIfEmpty: [Instruction] = [
    .localGet(Local.size), .integerEqualsZero(.i64), .if(.empty), .return, .end,
  ]

  private let end: [Instruction] = [
    .localGet(Local.offset), .localGet(Local.size), .integerBinary(.i64, .add),
  ]

  /// The range must not wrap around, which that of 32-bit numbers can't, nor end beyond the memory.
  private var trapIfOutside: [Instruction] {
    let trapIfWrapped =
      is64 ? end + [.localGet(Local.offset), .integerCompare(.i64, .leU)] + .trapIf : []
    return trapIfWrapped + end + pages
      + [.i64Const(16), .integerBinary(.i64, .shl), .integerCompare(.i64, .gtU)] + .trapIf
  }

  private var trapIfHeapOutside: [Instruction] {
    [Local.heapAddress, Local.size].flatMap { local in
      [.localGet(local), .i64Const(largestHeapAddress), .integerCompare(.i64, .gtU)] + .trapIf
    }
  }

  // Marks of pages

  private let firstPage: [Instruction] = [
    .localGet(Local.offset), .i64Const(StableMemoryLayout.markedBytesExponent),
    .integerBinary(.i64, .shrU), .localSet(Local.page),
  ]

  private let advance: [Instruction] = [
    .localGet(Local.page), .i64Const(1), .integerBinary(.i64, .add), .localTee(Local.page),
    .localGet(Local.endPage), .integerCompare(.i64, .ltU), .branchIf(0), .end,
  ]

  private let markAddress: [Instruction] = [.localGet(Local.page), .convert(.i32WrapI64)]

  private let loadMark: [Instruction] = [
    .load(.i32, .unsigned8, MemoryArgument(offset: 0, memory: StableMemoryLayout.marks))
  ]

  /// Adds 1 to a number where a bit of the mark is 0.
  private func count(_ number: UInt32, unlessBit bit: Int32) -> [Instruction] {
    [
      .localGet(number), .localGet(Local.mark), .i32Const(bit), .integerBinary(.i32, .shrU),
      .i32Const(1), .integerBinary(.i32, .and), .integerEqualsZero(.i32),
      .convert(.i64ExtendI32U), .integerBinary(.i64, .add), .localSet(number),
    ]
  }

  private var countNewPages: [Instruction] {
    let bounds =
      firstPage + end + [
        .i64Const(1), .integerBinary(.i64, .sub),
        .i64Const(StableMemoryLayout.markedBytesExponent), .integerBinary(.i64, .shrU),
        .i64Const(1), .integerBinary(.i64, .add), .localSet(Local.endPage),
      ]
    let dirty = isWrite ? count(Local.newDirtyPages, unlessBit: 0) : []
    return bounds + [.loop(.empty)] + markAddress + loadMark + [.localSet(Local.mark)]
      + count(Local.newAccessedPages, unlessBit: 1) + dirty + advance
  }

  private func take(_ number: UInt32, from kind: Counter.Kind) -> [Instruction] {
    let counter = layout.global(kind)
    return [.localGet(number), .globalGet(counter), .integerCompare(.i64, .gtU)] + .trapIf + [
      .globalGet(counter), .localGet(number), .integerBinary(.i64, .sub), .globalSet(counter),
    ]
  }

  private var takeNewPages: [Instruction] {
    take(Local.newAccessedPages, from: .accessedPages)
      + (isWrite ? take(Local.newDirtyPages, from: .dirtyPages) + markWritten : markRead)
  }

  /// A page that was written has been accessed too, so that only the former can be new by itself.
  private var markWritten: [Instruction] {
    let charge =
      layout.isMetered
      ? [
        .localGet(Local.newDirtyPages), .i64Const(Self.dirtyPageCost), .integerBinary(.i64, .mul),
      ] + Charging(layout: layout).chargeAmount : []
    return [
      .localGet(Local.newDirtyPages), .integerEqualsZero(.i64), .integerEqualsZero(.i32),
      .if(.empty),
    ] + charge + firstPage + markAddress + [
      .i32Const(3), .localGet(Local.endPage), .localGet(Local.page), .integerBinary(.i64, .sub),
      .convert(.i32WrapI64), .memoryFill(StableMemoryLayout.marks), .end,
    ]
  }

  private var markRead: [Instruction] {
    [
      .localGet(Local.newAccessedPages), .integerEqualsZero(.i64), .integerEqualsZero(.i32),
      .if(.empty),
    ] + firstPage + [.loop(.empty)] + markAddress + markAddress + loadMark + [
      .i32Const(2), .integerBinary(.i32, .or),
      .store(.i32, .low8, MemoryArgument(offset: 0, memory: StableMemoryLayout.marks)),
    ] + advance + [.end]
  }

  private var copy: [Instruction] {
    let narrow: [Instruction] = layout.heapAddressType == .i32 ? [.convert(.i32WrapI64)] : []
    let heap = [.localGet(Local.heapAddress)] + narrow
    let stable: [Instruction] = [.localGet(Local.offset)]
    let copy =
      isWrite
      ? Instruction.memoryCopy(destination: StableMemoryLayout.memory, source: 0)
      : .memoryCopy(destination: 0, source: StableMemoryLayout.memory)
    return (isWrite ? stable + heap : heap + stable) + [.localGet(Local.size)] + narrow + [copy]
  }
}
