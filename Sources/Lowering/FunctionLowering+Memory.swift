internal import CanisterRuntime
internal import LLVM
internal import WebAssembly

// Loads and stores (Core Specification, "Memory Instructions").
extension FunctionLowering {
  mutating func lowerLoad(_ type: ValueType, _ storage: LoadStorage, _ argument: MemoryArgument) {
    let address = self.address(pop(), argument)
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
    // The alignment hint of the binary can't be trusted: promise nothing.
    let value = code.builder.load(
      stored, from: address, alignment: 1, isVolatile: module.options.isStrict)
    push(extension_.map { code.builder.cast($0, value, to: types.value(type)) } ?? value)
  }

  mutating func lowerStore(_ storage: StoreStorage, _ argument: MemoryArgument) {
    let value = pop()
    let address = self.address(pop(), argument)
    let stored =
      switch storage {
      case .full: value
      case .low8: code.builder.cast(.trunc, value, to: context.i8)
      case .low16: code.builder.cast(.trunc, value, to: context.i16)
      case .low32: code.builder.cast(.trunc, value, to: context.i32)
      }
    code.builder.store(stored, to: address, alignment: 1)
  }

  /// The native address of an access.
  ///
  /// A 32-bit index and a 32-bit offset can't leave the reservation, whose pages beyond the
  /// memory's size fault. The index is extended with zeros: with its sign it could point below.
  mutating func address(_ index: Value, _ argument: MemoryArgument) -> Value {
    let wide = code.builder.cast(.zext, index, to: context.i64)
    let offset = code.builder.addWithoutWrap(wide, context.i64.constant(argument.offset))
    return code.builder.offset(module.runtime.memory, by: offset)
  }
}
