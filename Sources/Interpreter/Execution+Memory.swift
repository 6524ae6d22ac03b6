import CanisterRuntime
import WebAssembly

// Instructions of memories (Core Specification, "Memory Instructions"). Addresses and sizes of
// 32 bits are zero-extended in their slots, so both kinds of memories are served alike.
extension Execution {
  @inline(__always)
  mutating func load(
    _ type: ValueType, _ storage: LoadStorage, _ argument: MemoryArgument
  ) throws(Trap) {
    // Comparing enums of another module by `==` would cost a call.
    let isNarrow = if case .i32 = type { true } else { false }
    switch storage {
    case .full: try loadFull(type, argument)
    case .signed8: try loadSigned(Int8.self, isNarrow, argument)
    case .unsigned8: try loadUnsigned(UInt8.self, argument)
    case .signed16: try loadSigned(Int16.self, isNarrow, argument)
    case .unsigned16: try loadUnsigned(UInt16.self, argument)
    case .signed32: try loadSigned(Int32.self, isNarrow, argument)
    case .unsigned32: try loadUnsigned(UInt32.self, argument)
    }
  }

  @inline(__always)
  private mutating func loadFull(_ type: ValueType, _ argument: MemoryArgument) throws(Trap) {
    switch type {
    case .i32, .f32: try loadUnsigned(UInt32.self, argument)
    case .i64, .f64: try loadUnsigned(UInt64.self, argument)
    case .v128, .funcref, .externref: preconditionFailure("no load is of this type")
    }
  }

  @inline(__always)
  private mutating func loadUnsigned<T: FixedWidthInteger & BitwiseCopyable>(
    _ stored: T.Type, _ argument: MemoryArgument
  ) throws(Trap) {
    top[-1] = Slot(UInt64(truncatingIfNeeded: try read(stored, argument, at: top[-1].low)))
  }

  @inline(__always)
  private mutating func loadSigned<T: FixedWidthInteger & BitwiseCopyable>(
    _ stored: T.Type, _ isNarrow: Bool, _ argument: MemoryArgument
  ) throws(Trap) {
    let value = UInt64(truncatingIfNeeded: try read(stored, argument, at: top[-1].low))
    top[-1] = Slot(isNarrow ? UInt64(UInt32(truncatingIfNeeded: value)) : value)
  }

  @inline(__always)
  mutating func store(
    _ type: ValueType, _ storage: StoreStorage, _ argument: MemoryArgument
  ) throws(Trap) {
    top -= 2
    let (address, bits) = (top[0].low, top[1].low)
    switch storage {
    case .full: try storeFull(type, bits, argument, at: address)
    case .low8: try write(UInt8(truncatingIfNeeded: bits), argument, at: address)
    case .low16: try write(UInt16(truncatingIfNeeded: bits), argument, at: address)
    case .low32: try write(UInt32(truncatingIfNeeded: bits), argument, at: address)
    }
  }

  @inline(__always)
  private func storeFull(
    _ type: ValueType, _ bits: UInt64, _ argument: MemoryArgument, at address: UInt64
  ) throws(Trap) {
    switch type {
    case .i32, .f32: try write(UInt32(truncatingIfNeeded: bits), argument, at: address)
    case .i64, .f64: try write(bits, argument, at: address)
    case .v128, .funcref, .externref: preconditionFailure("no store is of this type")
    }
  }

  /// Reads some type from memory, at any alignment.
  @inline(__always)
  func read<T: BitwiseCopyable>(
    _ type: T.Type, _ argument: MemoryArgument, at address: UInt64
  ) throws(Trap) -> T {
    try module.pointee.memories[Int(argument.memory)].pointee.pointer(
      to: address, offset: argument.offset, sizeBytes: UInt64(MemoryLayout<T>.size)
    ).loadUnaligned(as: type)
  }

  @inline(__always)
  func write<T: BitwiseCopyable>(
    _ value: T, _ argument: MemoryArgument, at address: UInt64
  ) throws(Trap) {
    try module.pointee.memories[Int(argument.memory)].pointee.pointer(
      to: address, offset: argument.offset, sizeBytes: UInt64(MemoryLayout<T>.size)
    ).storeBytes(of: value, as: T.self)
  }

  // Whole memories

  mutating func memoryGrow(_ index: UInt32) throws(Trap) {
    let memory = module.pointee.memories[Int(index)]
    let failure = memory.pointee.declaredType.addressType.minusOne
    guard let grow = module.pointee.growCanisterMemory else {
      top[-1] = Slot(memory.pointee.grow(byPages: top[-1].low) ?? failure)
      return
    }
    var pages = top[-1].low
    if let trap = grow(&pages) { throw trap }
    memory.pointee.takeSize()
    top[-1] = Slot(pages == .max ? failure : pages)
  }

  mutating func memoryFill(_ index: UInt32) throws(Trap) {
    let memory = module.pointee.memories[Int(index)]
    top -= 3
    let count = top[2].low
    let start = try memory.pointee.pointer(to: top[0].low, sizeBytes: count)
    start.initializeMemory(
      as: UInt8.self, repeating: UInt8(truncatingIfNeeded: top[1].low), count: Int(count))
  }

  mutating func memoryCopy(_ destination: UInt32, _ source: UInt32) throws(Trap) {
    let memories = module.pointee.memories
    top -= 3
    let count = top[2].low
    let from = try memories[Int(source)].pointee.pointer(to: top[1].low, sizeBytes: count)
    try memories[Int(destination)].pointee.pointer(to: top[0].low, sizeBytes: count)
      .copyMemory(from: from, byteCount: Int(count))
  }

  mutating func memoryInit(_ data: UInt32, _ memory: UInt32) throws(Trap) {
    top -= 3
    try module.pointee.initialize(
      memory, at: top[0].low, fromData: data, start: top[1].low, count: top[2].low)
  }
}

extension ModuleInstance {
  /// Copies a part of a data segment to a memory.
  func initialize(
    _ memory: UInt32, at address: UInt64, fromData data: UInt32, start: UInt64, count: UInt64
  ) throws(Trap) {
    let destination = try memories[Int(memory)].pointee.pointer(to: address, sizeBytes: count)
    let bytes = dataSegments[Int(data)]
    let size = UInt64(bytes.count)
    guard start <= size, size - start >= count else { throw .memory_out_of_bounds }
    bytes.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return }
      destination.copyMemory(from: base + Int(start), byteCount: Int(count))
    }
  }
}

extension AddressType {
  /// What growing returns when it fails, zero-extended.
  var minusOne: UInt64 { self == .i32 ? UInt64(UInt32.max) : UInt64.max }
}
