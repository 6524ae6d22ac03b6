internal import CanisterRuntime
internal import LLVM
internal import WebAssembly

// Sizes, growth and bulk operations of memories (Core Specification, "Memory Instructions").
extension FunctionLowering {
  mutating func lowerMemorySize(_ memory: UInt32) {
    let pages = code.builder.binary(.lshr, memorySizeBytes(memory), context.i64.constant(16))
    push(code.builder.cast(.trunc, pages, to: addressType(memory)))
  }

  mutating func lowerMemoryGrow(_ memory: UInt32) {
    let delta = wide(pop())
    let old: Value
    if module.isInProcess {
      let grow = module.runtime.function(
        "rt_linear_memory_grow", [context.pointer, context.i64], returning: context.i64)
      old = code.callRuntime(grow, [address(of: .memoryRecord(memory)), delta])
    } else {
      let grow = module.runtime.function(
        "rt_memory_grow", [context.i64], returning: context.i64)
      old = code.callRuntime(grow, [delta])
    }
    push(code.builder.cast(.trunc, old, to: addressType(memory)))
  }

  mutating func lowerMemoryFill(_ memory: UInt32) {
    let operands = pop(3)
    let (destination, size) = (wide(operands[0]), wide(operands[2]))
    let byte = code.builder.cast(.trunc, operands[1], to: context.i8)
    trap(unlessIn: memory, destination, size)
    code.builder.fill(address(of: destination, in: memory), with: byte, size: size)
  }

  mutating func lowerMemoryCopy(_ memory: UInt32, from sourceMemory: UInt32) {
    let operands = pop(3).map { wide($0) }
    let (destination, source, size) = (operands[0], operands[1], operands[2])
    trap(unlessIn: memory, destination, size)
    trap(unlessIn: sourceMemory, source, size)
    code.builder.move(
      to: address(of: destination, in: memory), from: address(of: source, in: sourceMemory),
      size: size)
  }

  mutating func lowerMemoryInit(_ memory: UInt32, from segment: UInt32) {
    let operands = pop(3).map { wide($0) }
    let (destination, source, size) = (operands[0], operands[1], operands[2])
    let end = code.builder.addWithoutWrap(source, size)
    code.trap(
      .memory_out_of_bounds, if: code.builder.compare(.ugt, end, segmentSize(segment)))
    trap(unlessIn: memory, destination, size)
    let bytes = code.builder.offset(module.dataSegments.bytes[Int(segment)], by: source)
    code.builder.copy(to: address(of: destination, in: memory), from: bytes, size: size)
  }

  mutating func lowerDataDrop(_ segment: UInt32) {
    guard let flag = droppedFlag(segment) else { return }
    code.builder.store(context.i8.constant(UInt64(1)), to: flag, alignment: 1)
  }

  // Parts

  /// An address, index or size in 64 bits.
  func wide(_ value: Value) -> Value {
    code.builder.cast(.zext, value, to: context.i64)
  }

  private func address(of offset: Value, in memory: UInt32) -> Value {
    code.builder.offset(address(of: .memory(memory)), by: offset)
  }

  private func memorySizeBytes(_ memory: UInt32) -> Value {
    code.builder.load(
      context.i64, from: module.addresses.memorySize(memory, code), alignment: 8)
  }

  /// The type of addresses and sizes of a memory.
  private func addressType(_ memory: UInt32) -> Type {
    types.address(module.memoryAddressType(memory))
  }

  /// The whole range is checked first, also if its size is zero.
  private mutating func trap(unlessIn memory: UInt32, _ start: Value, _ size: Value) {
    let memorySize = memorySizeBytes(memory)
    guard module.memoryAddressType(memory) == .i64 else {
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
  func segmentSize(_ segment: UInt32) -> Value {
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
    return code.builder.offset(
      module.dataSegments.droppedFlags ?? address(of: .droppedFlags),
      by: context.i64.constant(UInt64(segment)))
  }
}
