internal import CanisterRuntime
internal import Instrumentation
internal import LLVM
internal import WebAssembly

// Loads and stores (Core Specification, "Memory Instructions").
extension FunctionLowering {
  mutating func lowerLoad(_ type: ValueType, _ storage: LoadStorage, _ argument: MemoryArgument) {
    let address = self.address(pop(), argument, sizeBytes: storage.sizeBytes(of: type))
    let (stored, extension_): (Type, Cast?) =
      switch storage {
      case .full: (types.value(type), nil)
      case .signed8: (context.i8, .sext)
      case .unsigned8: (context.i8, .zext)
      case .signed16: (context.i16, .sext)
      case .unsigned16: (context.i16, .zext)
      case .signed32: (context.i32, .sext)
      case .unsigned32: (context.i32, .zext)
      }
    let value = load(stored, from: address)
    push(extension_.map { code.builder.cast($0, value, to: types.value(type)) } ?? value)
  }

  mutating func lowerStore(
    _ storage: StoreStorage, _ argument: MemoryArgument, sizeBytes: UInt64
  ) {
    let value = pop()
    let address = self.address(pop(), argument, sizeBytes: sizeBytes)
    let stored =
      switch storage {
      case .full: value
      case .low8: code.builder.cast(.trunc, value, to: context.i8)
      case .low16: code.builder.cast(.trunc, value, to: context.i16)
      case .low32: code.builder.cast(.trunc, value, to: context.i32)
      }
    code.builder.store(stored, to: address, alignment: 1)
  }

  /// A load from linear memory.
  ///
  /// The alignment hint of the binary can't be trusted: promise nothing. The load is the check of
  /// its own bounds, so it is volatile (see `Module.relaxLoads` of the target LLVM).
  func load(_ type: Type, from address: Value) -> Value {
    code.builder.load(type, from: address, alignment: 1, isVolatile: true)
  }

  /// The native address of an access.
  mutating func address(_ index: Value, _ argument: MemoryArgument, sizeBytes: UInt64) -> Value {
    let offset = offset(index, argument, sizeBytes: sizeBytes)
    return code.builder.offset(
      address(of: .memory(argument.memory)), by: offset)
  }

  /// The offset of an access in the reservation of its memory.
  ///
  /// A 32-bit index and a 32-bit offset can't leave the reservation, whose pages beyond the
  /// memory's size fault. The index is extended with zeros: with its sign it could point below.
  /// A 64-bit index is compared with a constant first, the last that stays in the reservation.
  mutating func offset(_ index: Value, _ argument: MemoryArgument, sizeBytes: UInt64) -> Value {
    let wide = code.builder.cast(.zext, index, to: context.i64)
    if module.memoryAddressType(argument.memory) == .i64 {
      let (reach, overflow) = argument.offset.addingReportingOverflow(sizeBytes)
      let limit = RT_MEMORY_RESERVATION_BYTES
      let isBeyond =
        overflow || reach > limit
        ? context.i1.constant(UInt64(1))
        : code.builder.compare(.ugt, wide, context.i64.constant(limit - reach))
      code.trap(.memory_out_of_bounds, if: isBeyond)
    }
    return code.builder.addWithoutWrap(wide, context.i64.constant(argument.offset))
  }
}
