internal import CanisterRuntime
internal import Instrumentation
internal import LLVM
internal import SystemAPI
internal import Validation
internal import WebAssembly

extension StableMemoryOperation {
  /// The Wasm type of the function in the System API.
  var type: FunctionType {
    switch self {
    case .size32: FunctionType(parameters: [], results: [.i32])
    case .grow32: FunctionType(parameters: [.i32], results: [.i32])
    case .read32, .write32: FunctionType(parameters: [.i32, .i32, .i32], results: [])
    case .size64: FunctionType(parameters: [], results: [.i64])
    case .grow64: FunctionType(parameters: [.i64], results: [.i64])
    case .read64, .write64: FunctionType(parameters: [.i64, .i64, .i64], results: [])
    }
  }
}

/// The functions that perform operations of stable memory in compiled code.
///
/// They are always inlined: where the length is a constant, as in a wrapper of a canister
/// development kit that LLVM has inlined too, the copy becomes one load and one store.
struct StableMemoryFunctions {
  private let emitter: FunctionEmitter
  private let runtime: RuntimeSymbols
  private let options: LoweringOptions
  private let has64BitHeap: Bool
  private let locations: FunctionLocations
  /// Those made when first needed.
  private var functions: [StableMemoryOperation: Function] = [:]

  init(
    _ emitter: FunctionEmitter, runtime: RuntimeSymbols, options: LoweringOptions,
    has64BitHeap: Bool, locations: FunctionLocations
  ) {
    self.emitter = emitter
    self.runtime = runtime
    self.options = options
    self.has64BitHeap = has64BitHeap
    self.locations = locations
  }

  mutating func function(_ operation: StableMemoryOperation) -> Function {
    if let function = functions[operation] { return function }
    let function = emitter.add("stable.\(operation)", operation.type)
    emitter.output.context.add(.flag("alwaysinline"), to: function, at: .function)
    functions[operation] = function
    locations.set(operation, of: function)
    var lowering = StableMemoryLowering(
      emitter.begin(function, operation.type), runtime: runtime, options: options,
      has64BitHeap: has64BitHeap)
    lowering.lower(operation)
    return function
  }
}

/// The code of the function that performs an operation of stable memory.
struct StableMemoryLowering: ~Copyable {
  private var code: CodeBuilder
  private let runtime: RuntimeSymbols
  private let options: LoweringOptions
  private let has64BitHeap: Bool

  private var context: Context { code.context }

  init(
    _ code: consuming CodeBuilder, runtime: RuntimeSymbols, options: LoweringOptions,
    has64BitHeap: Bool
  ) {
    self.code = code
    self.runtime = runtime
    self.options = options
    self.has64BitHeap = has64BitHeap
  }

  mutating func lower(_ operation: StableMemoryOperation) {
    switch operation {
    case .size32: lowerSize32()
    case .size64: lowerSize64()
    case .grow32: lowerGrow(symbol: "ic0_stable_grow", result: context.i32)
    case .grow64: lowerGrow(symbol: "ic0_stable64_grow", result: context.i64)
    case .read32: lowerRead32()
    case .write32: lowerWrite32()
    case .read64, .write64: lowerAccess64(isWrite: operation == .write64)
    }
  }

  private mutating func lowerSize64() {
    code.return([pages(stableSizeBytes())])
  }

  private mutating func lowerSize32() {
    let size = stableSizeBytes()
    trapIfTooBig(size)
    code.return([code.builder.cast(.trunc, pages(size), to: context.i32)])
  }

  /// Growth is rare and asks the system for memory: the runtime does all of it.
  private mutating func lowerGrow(symbol: String, result: Type) {
    let pages = code.builder.cast(.zext, code.parameter(0), to: context.i64)
    let grow = runtime.function(symbol, [context.i64], returning: context.i64)
    let old = code.callRuntime(grow, [pages])
    code.return([code.builder.cast(.trunc, old, to: result)])
  }

  /// `stable_read(dst, offset, size)`: nothing is looked at if the size is zero.
  private mutating func lowerRead32() {
    let operands = parameters()
    charge(.read32, operands.length)
    returnIfZero(operands.length)
    let size = stableSizeBytes()
    trapIfTooBig(size)
    // 32-bit values added in 64 bits can't wrap.
    let end = code.builder.addWithoutWrap(operands.second, operands.length)
    code.trap(.stable_memory_out_of_bounds, if: code.builder.compare(.ugt, end, size))
    copy(heap: operands.first, stable: operands.second, operands.length, isWrite: false)
  }

  /// `stable_write(offset, src, size)`: unlike the others it checks its range before it looks
  /// whether there is anything to write.
  private mutating func lowerWrite32() {
    let operands = parameters()
    charge(.write32, operands.length)
    let size = stableSizeBytes()
    trapIfTooBig(size)
    let end = code.builder.addWithoutWrap(operands.first, operands.length)
    code.trap(.stable_memory_out_of_bounds, if: code.builder.compare(.ugt, end, size))
    returnIfZero(operands.length)
    copy(heap: operands.second, stable: operands.first, operands.length, isWrite: true)
  }

  /// `stable64_read(dst, offset, size)` and `stable64_write(offset, src, size)`.
  private mutating func lowerAccess64(isWrite: Bool) {
    let operands = parameters()
    let heap = isWrite ? operands.second : operands.first
    let stable = isWrite ? operands.first : operands.second
    let length = operands.length
    charge(isWrite ? .write64 : .read64, length)
    returnIfZero(length)
    let sum = code.builder.intrinsic(
      "llvm.uadd.with.overflow", overloads: [context.i64], [stable, length], in: code.module)
    let end = code.builder.extract(0, from: sum)
    let isBeyond = code.builder.binary(
      .or, code.builder.extract(1, from: sum),
      code.builder.compare(.ugt, end, stableSizeBytes()))
    code.trap(.stable_memory_out_of_bounds, if: isBeyond)
    let limit = context.i64.constant(
      has64BitHeap ? RT_STABLE_HEAP_MAXIMUM_64 : RT_STABLE_HEAP_MAXIMUM_32)
    code.trap(.memory_out_of_bounds, if: code.builder.compare(.ugt, heap, limit))
    code.trap(.memory_out_of_bounds, if: code.builder.compare(.ugt, length, limit))
    copy(heap: heap, stable: stable, length, isWrite: isWrite)
  }

  /// An access of a 64-bit canister can reach beyond the reservation of its heap, so that guard
  /// pages alone can't tell: compare with the heap's size.
  private mutating func trapUnlessHeap64(address: Value, length: Value) {
    let size = code.builder.load(
      context.i64, from: runtime.instanceField(\.memory_size_bytes, code.builder), alignment: 8)
    code.trap(.memory_out_of_bounds, if: code.builder.compare(.ugt, length, size))
    let last = code.builder.binary(.sub, size, length)
    code.trap(.memory_out_of_bounds, if: code.builder.compare(.ugt, address, last))
  }

  /// What is left when the access is within stable memory: its pages, and the bytes.
  private mutating func copy(
    heap: Value, stable: Value, _ length: Value, isWrite: Bool
  ) {
    if options.tracksPages {
      touchTrackedPages(heap: heap, stable: stable, length, isWrite: isWrite)
    } else {
      touchPages(of: stable, length, isWrite: isWrite)
      if has64BitHeap { trapUnlessHeap64(address: heap, length: length) }
    }
    let heapAddress = code.builder.offset(runtime.memory, by: heap)
    let stableAddress = code.builder.offset(runtime.stableMemory, by: stable)
    if isWrite {
      code.builder.copy(to: stableAddress, from: heapAddress, size: length)
    } else {
      code.builder.copy(to: heapAddress, from: stableAddress, size: length)
    }
    code.return([])
  }

  /// Accounts for the pages that the execution accesses or writes first.
  ///
  /// Nearly always the range lies in one page that has its mark already, and a look at that is all.
  /// Otherwise the runtime counts, and charges for those that are written first.
  private mutating func touchPages(
    of stable: Value, _ length: Value, isWrite: Bool
  ) {
    let mark: rt_page_mark = isWrite ? .written : .accessed
    let touch = runtime.function(
      "rt_stable_touch", [context.i64, context.i64, context.i64], returning: context.void)
    let isKnown = isInTouchedPage(stable, length, mark)
    call(
      touch, [stable, length, context.i64.constant(UInt64(mark.rawValue))], unless: isKnown)
  }

  /// The same with a memory tracker, which sees both ends of the copy.
  ///
  /// What it has seen of the heap is within its bounds.
  private mutating func touchTrackedPages(
    heap: Value, stable: Value, _ length: Value, isWrite: Bool
  ) {
    let mark: rt_page_mark = isWrite ? .written : .accessed
    let access = runtime.function(
      "rt_stable_access", [context.i64, context.i64, context.i64, context.i64],
      returning: context.void)
    let isKnown = code.builder.binary(
      .and, isInTouchedPage(stable, length, mark),
      code.isTouched(heap, length, isWrite ? .accessed : .written, runtime))
    call(
      access, [stable, heap, length, context.i64.constant(UInt64(mark.rawValue))],
      unless: isKnown)
  }

  /// Whether a range of stable memory lies in one page of 4 KiB that has a mark.
  private func isInTouchedPage(
    _ stable: Value, _ length: Value, _ mark: rt_page_mark
  ) -> Value {
    let shift = context.i64.constant(Int(RT_PAGE_SHIFT))
    let last = code.builder.addWithoutWrap(
      stable, code.builder.binary(.sub, length, context.i64.constant(1)))
    let firstPage = code.builder.binary(.lshr, stable, shift)
    let lastPage = code.builder.binary(.lshr, last, shift)
    let found = code.builder.load(
      context.i8, from: code.builder.offset(runtime.stablePageMarks, by: firstPage), alignment: 1)
    return code.builder.binary(
      .and, code.builder.compare(.eq, firstPage, lastPage),
      code.builder.compare(.uge, found, context.i8.constant(UInt64(mark.rawValue))))
  }

  private mutating func call(
    _ function: Function, _ arguments: [Value], unless condition: Value,

  ) {
    let known = code.appendBlock("")
    let unknown = code.appendBlock("touch")
    code.builder.branch(if: condition, then: known, else: unknown, likely: true)
    code.builder.position(atEndOf: unknown)
    code.callRuntime(function, arguments)
    code.builder.branch(to: known)
    code.builder.position(atEndOf: known)
  }

  // Parts

  /// Charges the System API's cost of an access of this many bytes.
  private mutating func charge(
    _ operation: StableMemoryOperation, _ length: Value
  ) {
    guard options.metering != .off else { return }
    guard let function = SystemFunction.named(operation.importName) else {
      preconditionFailure("ic0.\(operation.importName) is not in the System API")
    }
    precondition(function.cost.perByte == 1, "ic0.\(operation.importName) costs its size")
    let fixed = context.i64.constant(UInt64(function.cost.fixed))
    code.charge(size: code.builder.binary(.add, fixed, length))
  }

  private func parameters()
    -> (first: Value, second: Value, length: Value)
  {
    func extended(_ index: Int) -> Value {
      code.builder.cast(.zext, code.parameter(index), to: context.i64)
    }
    return (extended(0), extended(1), extended(2))
  }

  private mutating func returnIfZero(_ length: Value) {
    let done = code.appendBlock("")
    let next = code.appendBlock("")
    code.builder.branch(
      if: code.builder.compare(.eq, length, context.i64.constant(0)), then: done, else: next)
    code.builder.position(atEndOf: done)
    code.return([])
    code.builder.position(atEndOf: next)
  }

  /// The 32-bit interface serves at most 65,536 pages, and those included.
  private mutating func trapIfTooBig(_ size: Value) {
    let isTooBig = code.builder.compare(.ugt, size, context.i64.constant(UInt64(1) << 32))
    code.trap(.stable_memory_too_big, if: isTooBig)
  }

  private func pages(_ size: Value) -> Value {
    code.builder.binary(.lshr, size, context.i64.constant(16))
  }

  private func stableSizeBytes() -> Value {
    code.builder.load(
      context.i64, from: runtime.instanceField(\.stable_size_bytes, code.builder), alignment: 8)
  }
}
