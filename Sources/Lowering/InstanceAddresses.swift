internal import CanisterRuntime
internal import LLVM

/// Addresses of what an instance has: each is a constant, or loaded from the table that code gets
/// as its first parameter.
struct InstanceAddresses {
  private let layout: InstanceLayout
  private let runtime: RuntimeSymbols
  private let isInProcess: Bool
  private let constants: [InstanceSlot: Value]

  /// The overflow area is that of an executable, if it has one.
  init(
    _ layout: InstanceLayout, _ home: CodeHome, runtime: RuntimeSymbols, overflowArea: Value?,
    in output: LLVM.Module
  ) {
    self.layout = layout
    self.runtime = runtime
    isInProcess = home.isProcess
    switch home {
    case .executable:
      let known: [InstanceSlot: Value?] = [
        .memory(0): runtime.memory, .overflowArea: overflowArea,
      ]
      constants = known.compactMapValues(\.self)
    case .process(.constant, _):
      constants = Dictionary(
        uniqueKeysWithValues: layout.slots.map { slot in
          let isDeclared = slot.symbol == RuntimeSymbols.memorySymbol || slot.isFar
          return (
            slot, isDeclared ? output.global(named: slot.symbol) : output.declare(slot.symbol)
          )
        })
    case .process(.parameter, _):
      constants = [:]
    }
  }

  /// The address of something that the running instance has.
  func address(of slot: InstanceSlot, _ code: borrowing CodeBuilder) -> Value {
    if let address = constants[slot] { return address }
    guard let instance = code.instance else { preconditionFailure("\(slot) has no address") }
    return load(slot, from: instance, code.builder)
  }

  /// The address of the overflow area, if it is a constant.
  var overflowArea: Value? { constants[.overflowArea] }

  /// The address of the size of a memory in bytes.
  func memorySize(_ memory: UInt32, _ code: borrowing CodeBuilder) -> Value {
    guard isInProcess else { return runtime.instanceField(\.memory_size_bytes, code.builder) }
    let record = address(of: .memoryRecord(memory), code)
    return code.builder.field(\rt_linear_memory.size_bytes, at: record)
  }

  /// The address of the counter of instructions; that of a callee's instance, of any module, by its
  /// table.
  func instructionsLeft(of instance: Value? = nil, _ code: borrowing CodeBuilder) -> Value {
    if let instance { return load(.instructionsLeft, from: instance, code.builder) }
    return isInProcess
      ? address(of: .instructionsLeft, code)
      : runtime.instanceField(\.instructions_left, code.builder)
  }

  private func load(
    _ slot: InstanceSlot, from instance: Value, _ builder: borrowing Builder
  ) -> Value {
    let offset = builder.context.i64.constant(8 * layout.index(of: slot))
    return builder.loadInvariant(
      builder.context.pointer, from: builder.offset(instance, by: offset), alignment: 8)
  }
}

extension LLVM.Module {
  fileprivate func declare(_ symbol: String) -> Value {
    let global = addExternalGlobal(symbol, context.array(context.i8, count: 0))
    global.setHidden()
    return global
  }
}
