internal import CanisterRuntime
internal import LLVM
internal import WebAssembly

// Sizes, growth and bulk operations of memory (Core Specification, "Memory Instructions").
extension FunctionLowering {
  mutating func lowerMemorySize() {
    let pages = code.builder.binary(.lshr, memorySizeBytes(), context.i64.constant(16))
    push(code.builder.cast(.trunc, pages, to: memoryAddress))
  }

  mutating func lowerMemoryGrow() {
    let delta = code.builder.cast(.zext, pop(), to: context.i64)
    let grow = module.runtime.function(
      "rt_memory_grow", [context.i64], returning: context.i64)
    let old = code.callRuntime(grow, [delta])
    push(code.builder.cast(.trunc, old, to: memoryAddress))
  }

  mutating func lowerMemoryFill() {
    let operands = pop(3)
    let (destination, size) = (wide(operands[0]), wide(operands[2]))
    let byte = code.builder.cast(.trunc, operands[1], to: context.i8)
    trapUnlessInMemory(destination, size)
    code.builder.fill(heap(destination), with: byte, size: size)
  }

  mutating func lowerMemoryCopy() {
    let operands = pop(3).map { wide($0) }
    let (destination, source, size) = (operands[0], operands[1], operands[2])
    trapUnlessInMemory(destination, size)
    trapUnlessInMemory(source, size)
    code.builder.move(to: heap(destination), from: heap(source), size: size)
  }

  mutating func lowerMemoryInit(_ segment: UInt32) {
    let operands = pop(3).map { wide($0) }
    let (destination, source, size) = (operands[0], operands[1], operands[2])
    let end = code.builder.addWithoutWrap(source, size)
    code.trap(
      .memory_out_of_bounds, if: code.builder.compare(.ugt, end, segmentSize(segment)))
    trapUnlessInMemory(destination, size)
    let bytes = code.builder.offset(module.dataSegments[Int(segment)], by: source)
    code.builder.copy(to: heap(destination), from: bytes, size: size)
  }

  mutating func lowerDataDrop(_ segment: UInt32) {
    guard let flag = droppedFlag(segment) else { return }
    code.builder.store(context.i8.constant(UInt64(1)), to: flag, alignment: 1)
  }

  // Parts

  private func wide(_ value: Value) -> Value {
    code.builder.cast(.zext, value, to: context.i64)
  }

  private func heap(_ offset: Value) -> Value {
    code.builder.offset(module.runtime.memory, by: offset)
  }

  private func memorySizeBytes() -> Value {
    code.builder.load(
      context.i64, from: module.instanceField(\.memory_size_bytes, code.builder), alignment: 8)
  }

  /// The type of addresses and sizes of memory 0.
  private var memoryAddress: Type { types.address(module.memoryAddressType(0)) }

  /// The whole range is checked first, also if its size is zero.
  private mutating func trapUnlessInMemory(_ start: Value, _ size: Value) {
    let memorySize = memorySizeBytes()
    guard module.memoryAddressType(0) == .i64 else {
      // Two 32-bit values added in 64 bits can't wrap.
      let end = code.builder.addWithoutWrap(start, size)
      code.trap(.memory_out_of_bounds, if: code.builder.compare(.ugt, end, memorySize))
      return
    }
    code.trap(.memory_out_of_bounds, if: code.builder.compare(.ugt, size, memorySize))
    let last = code.builder.binary(.sub, memorySize, size)
    code.trap(.memory_out_of_bounds, if: code.builder.compare(.ugt, start, last))
  }

  /// The size that a segment still has: an active one has none after the start.
  private func segmentSize(_ segment: UInt32) -> Value {
    guard let flag = droppedFlag(segment) else { return context.i64.constant(0) }
    let dropped = code.builder.load(context.i8, from: flag, alignment: 1)
    let size = module.wasm.dataSegments[Int(segment)].bytes.count
    return code.builder.select(
      code.builder.compare(.eq, dropped, context.i8.constant(UInt64(0))),
      context.i64.constant(size), context.i64.constant(0))
  }

  /// The flag that a passive segment has.
  private func droppedFlag(_ segment: UInt32) -> Value? {
    guard module.wasm.dataSegments[Int(segment)].mode == .passive else { return nil }
    return module.droppedFlags.map {
      code.builder.offset($0, by: context.i64.constant(UInt64(segment)))
    }
  }
}
