internal import CanisterRuntime
internal import LLVM
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

  private var is32Bit: Bool {
    switch self {
    case .size32, .grow32, .read32, .write32: true
    case .size64, .grow64, .read64, .write64: false
    }
  }

  private var isWrite: Bool { self == .write32 || self == .write64 }
}

extension ModuleLowering {
  /// The function that performs a stable-memory operation in compiled code.
  ///
  /// It is always inlined: where the length is a constant, as in a wrapper of a canister
  /// development kit that LLVM has inlined too, the copy becomes one load and one store.
  func stableMemoryFunction(_ operation: StableMemoryOperation) -> Function {
    if let function = stableMemoryFunctions[operation] { return function }
    let function = addFunction("stable.\(operation)", operation.type)
    context.add(.flag("alwaysinline"), to: function, at: .function)
    stableMemoryFunctions[operation] = function
    var code = CodeBuilder(function, in: output)
    switch operation {
    case .size32: lowerSize32(&code)
    case .size64: lowerSize64(&code)
    case .grow32: lowerGrow(&code, symbol: "ic0_stable_grow", result: context.i32)
    case .grow64: lowerGrow(&code, symbol: "ic0_stable64_grow", result: context.i64)
    case .read32: lowerRead32(&code)
    case .write32: lowerWrite32(&code)
    case .read64, .write64: lowerAccess64(&code, isWrite: operation == .write64)
    }
    return function
  }

  private func lowerSize64(_ code: inout CodeBuilder) {
    code.builder.return(pages(stableSizeBytes(code), code))
  }

  private func lowerSize32(_ code: inout CodeBuilder) {
    let size = stableSizeBytes(code)
    trapIfTooBig(size, &code)
    code.builder.return(code.builder.cast(.trunc, pages(size, code), to: context.i32))
  }

  /// Growth is rare and asks the system for memory: the runtime does all of it.
  private func lowerGrow(_ code: inout CodeBuilder, symbol: String, result: Type) {
    let pages = code.builder.cast(.zext, code.function.parameter(0), to: context.i64)
    let grow = runtime.function(symbol, [context.i64], returning: context.i64)
    let old = code.builder.call(grow, [pages])
    code.builder.return(code.builder.cast(.trunc, old, to: result))
  }

  /// `stable_read(dst, offset, size)`: nothing is looked at if the size is zero.
  private func lowerRead32(_ code: inout CodeBuilder) {
    let operands = parameters(code)
    returnIfZero(operands.length, &code)
    let size = stableSizeBytes(code)
    trapIfTooBig(size, &code)
    // 32-bit values added in 64 bits can't wrap.
    let end = code.builder.addWithoutWrap(operands.second, operands.length)
    code.trap(.stable_memory_out_of_bounds, if: code.builder.compare(.ugt, end, size))
    copy(code, heap: operands.first, stable: operands.second, operands.length, isWrite: false)
  }

  /// `stable_write(offset, src, size)`: unlike the others it checks its range before it looks
  /// whether there is anything to write.
  private func lowerWrite32(_ code: inout CodeBuilder) {
    let operands = parameters(code)
    let size = stableSizeBytes(code)
    trapIfTooBig(size, &code)
    let end = code.builder.addWithoutWrap(operands.first, operands.length)
    code.trap(.stable_memory_out_of_bounds, if: code.builder.compare(.ugt, end, size))
    returnIfZero(operands.length, &code)
    copy(code, heap: operands.second, stable: operands.first, operands.length, isWrite: true)
  }

  /// `stable64_read(dst, offset, size)` and `stable64_write(offset, src, size)`.
  private func lowerAccess64(_ code: inout CodeBuilder, isWrite: Bool) {
    let operands = parameters(code)
    let heap = isWrite ? operands.second : operands.first
    let stable = isWrite ? operands.first : operands.second
    let length = operands.length
    returnIfZero(length, &code)
    let sum = code.builder.intrinsic(
      "llvm.uadd.with.overflow", overloads: [context.i64], [stable, length], in: output)
    let end = code.builder.extract(0, from: sum)
    let isBeyond = code.builder.binary(
      .or, code.builder.extract(1, from: sum),
      code.builder.compare(.ugt, end, stableSizeBytes(code)))
    code.trap(.stable_memory_out_of_bounds, if: isBeyond)
    if validated.memoryTypes.first?.addressType == .i64 {
      trapUnlessHeap64(address: heap, length: length, &code)
    } else {
      // What passes here stays within the reservation of the heap, whose guard pages do the rest.
      let limit = context.i64.constant(UInt64(UInt32.max))
      code.trap(.memory_out_of_bounds, if: code.builder.compare(.ugt, heap, limit))
      code.trap(.memory_out_of_bounds, if: code.builder.compare(.ugt, length, limit))
    }
    copy(code, heap: heap, stable: stable, length, isWrite: isWrite)
  }

  /// The heap of a 64-bit canister can be larger than half its reservation, so that guard pages
  /// alone can't tell: compare with its size.
  private func trapUnlessHeap64(address: Value, length: Value, _ code: inout CodeBuilder) {
    let size = code.builder.load(
      context.i64, from: instanceField(\.memory_size_bytes, code.builder), alignment: 8)
    code.trap(.memory_out_of_bounds, if: code.builder.compare(.ugt, length, size))
    let last = code.builder.binary(.sub, size, length)
    code.trap(.memory_out_of_bounds, if: code.builder.compare(.ugt, address, last))
  }

  private func copy(
    _ code: borrowing CodeBuilder, heap: Value, stable: Value, _ length: Value, isWrite: Bool
  ) {
    let heapAddress = code.builder.offset(runtime.memory, by: heap)
    let stableAddress = code.builder.offset(runtime.stableMemory, by: stable)
    if isWrite {
      code.builder.copy(to: stableAddress, from: heapAddress, size: length)
    } else {
      code.builder.copy(to: heapAddress, from: stableAddress, size: length)
    }
    code.builder.returnVoid()
  }

  // Parts

  private func parameters(_ code: borrowing CodeBuilder)
    -> (first: Value, second: Value, length: Value)
  {
    func extended(_ index: Int) -> Value {
      code.builder.cast(.zext, code.function.parameter(index), to: context.i64)
    }
    return (extended(0), extended(1), extended(2))
  }

  private func returnIfZero(_ length: Value, _ code: inout CodeBuilder) {
    let done = code.appendBlock("")
    let next = code.appendBlock("")
    code.builder.branch(
      if: code.builder.compare(.eq, length, context.i64.constant(0)), then: done, else: next)
    code.builder.position(atEndOf: done)
    code.builder.returnVoid()
    code.builder.position(atEndOf: next)
  }

  /// The 32-bit interface serves at most 65,536 pages, and those included.
  private func trapIfTooBig(_ size: Value, _ code: inout CodeBuilder) {
    let isTooBig = code.builder.compare(.ugt, size, context.i64.constant(UInt64(1) << 32))
    code.trap(.stable_memory_too_big, if: isTooBig)
  }

  private func pages(_ size: Value, _ code: borrowing CodeBuilder) -> Value {
    code.builder.binary(.lshr, size, context.i64.constant(16))
  }

  private func stableSizeBytes(_ code: borrowing CodeBuilder) -> Value {
    code.builder.load(
      context.i64, from: instanceField(\.stable_size_bytes, code.builder), alignment: 8)
  }

  /// The address of a field of the running instance.
  func instanceField(_ field: PartialKeyPath<rt_instance>, _ builder: borrowing Builder) -> Value {
    guard let offset = MemoryLayout<rt_instance>.offset(of: field) else {
      preconditionFailure("\(field) is no stored field")
    }
    return builder.offset(runtime.instance, by: context.i64.constant(offset))
  }
}
