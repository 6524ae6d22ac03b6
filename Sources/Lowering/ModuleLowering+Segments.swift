internal import CanisterRuntime
internal import LLVM
internal import Validation
internal import WebAssembly

extension ModuleLowering {
  /// Makes a constant of each data segment and, in an executable, a flag of each passive one, which
  /// starts over with each message.
  func lowerDataSegments() {
    for (index, segment) in wasm.dataSegments.enumerated() {
      dataSegments.append(
        addShared("data.\(index)", context.bytes(segment.bytes), isConstant: true))
    }
    guard !isInProcess, wasm.dataSegments.contains(where: { $0.mode == .passive }) else { return }
    let flags = context.array(context.i8, count: wasm.dataSegments.count).null
    constantAddresses[.droppedFlags] = addShared("dropped", flags)
  }

  /// The function that `rt_module.initialize` names: it gives the mutable globals their first
  /// values and copies the active segments, or traps as the specification says.
  ///
  /// It runs once at an installation and can be long (modules with tens of thousands of segments
  /// exist), so the optimiser leaves it alone.
  func lowerInitialize() -> Function {
    let type = FunctionType(parameters: [], results: [])
    let function = addFunction("initialize", type)
    for attribute in ["noinline", "optnone"] {
      context.add(.flag(attribute), to: function, at: .function)
    }
    var code = beginCode(of: function, type)
    for (index, global) in wasm.globals.enumerated() where global.type.isMutable {
      let address = constantAddress(of: .global(UInt32(index)))
      code.builder.store(constant(global.initializer), to: address, alignment: 1)
    }
    for segment in wasm.elementSegments {
      guard case .active(let table, let offset) = segment.mode else { continue }
      let size = Int(validated.tableTypes[Int(table)].limits.minimum)
      if !fits(segment, at: constantOffset(offset), in: size) {
        code.trap(.table_out_of_bounds)
        return function
      }
    }
    let initializeMemory = runtime.function(
      "rt_memory_initialize", [context.i64, context.pointer, context.i64], returning: context.void)
    for (index, segment) in wasm.dataSegments.enumerated() {
      guard case .active(_, let offset) = segment.mode else { continue }
      code.callRuntime(
        initializeMemory,
        [
          context.i64.constant(constantOffset(offset)), dataSegments[index],
          context.i64.constant(UInt64(segment.bytes.count)),
        ])
    }
    code.return([])
    return function
  }
}
