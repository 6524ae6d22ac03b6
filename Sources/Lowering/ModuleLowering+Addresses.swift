internal import CanisterRuntime
internal import LLVM
internal import WebAssembly

// Addresses of what an instance has: one lowering, and two ways to know an address. It is a
// constant, or loaded from the table that code gets as its first parameter.
extension ModuleLowering {
  var isInProcess: Bool { if case .process = options.home { true } else { false } }

  /// Whether functions take the instance as their first parameter.
  var hasInstanceParameter: Bool {
    if case .process(.parameter, _) = options.home { true } else { false }
  }

  /// The address of something that the running instance has.
  func address(of slot: InstanceSlot, _ code: borrowing CodeBuilder) -> Value {
    if let address = constantAddresses[slot] { return address }
    guard let instance = code.instance else { preconditionFailure("\(slot) has no address") }
    let offset = context.i64.constant(8 * layout.index(of: slot))
    return code.builder.loadInvariant(
      context.pointer, from: code.builder.offset(instance, by: offset), alignment: 8)
  }

  /// The address of something in code that needs no instance to be found.
  func constantAddress(of slot: InstanceSlot) -> Value {
    guard let address = constantAddresses[slot] else {
      preconditionFailure("\(slot) has no constant address")
    }
    return address
  }

  /// States the addresses that are known before anything is lowered.
  func declareAddresses() {
    switch options.home {
    case .executable:
      constantAddresses[.memory(0)] = runtime.memory
      if wasm.types.contains(where: types.overflows) {
        let area = context.array(types.value(.v128), count: OverflowArea.valueCount).null
        constantAddresses[.overflowArea] = addShared(InstanceSlot.overflowArea.symbol, area)
      }
    case .process(.constant, _):
      for slot in layout.slots {
        constantAddresses[slot] =
          slot.symbol == RuntimeSymbols.memorySymbol || slot.isFar
          ? output.global(named: slot.symbol)
          : declare(slot.symbol)
      }
    case .process(.parameter, _):
      break
    }
  }

  private func declare(_ symbol: String) -> Value {
    let global = output.addExternalGlobal(symbol, context.array(context.i8, count: 0))
    global.setHidden()
    return global
  }

  /// The address of the size of a memory in bytes.
  func memorySizeAddress(_ memory: UInt32, _ code: borrowing CodeBuilder) -> Value {
    guard isInProcess else { return runtime.instanceField(\.memory_size_bytes, code.builder) }
    let record = address(of: .memoryRecord(memory), code)
    return code.builder.field(\rt_linear_memory.size_bytes, at: record)
  }
}
