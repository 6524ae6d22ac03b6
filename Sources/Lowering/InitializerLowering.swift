internal import CanisterRuntime
internal import LLVM
internal import Validation
internal import WebAssembly

/// The function that `rt_module.initialize` names: it gives the mutable globals their first values
/// and copies the active segments, or traps as the specification says.
struct InitializerLowering {
  let validated: ValidatedModule
  let globals: [Value]
  let dataSegments: DataSegments
  let emitter: FunctionEmitter
  let runtime: RuntimeSymbols
  var constants: ConstantLowering

  /// Defines the function.
  ///
  /// It runs once at an installation and can be long (modules with tens of thousands of segments
  /// exist), so the optimiser leaves it alone.
  mutating func lower() -> Function {
    let wasm = validated.module
    let context = emitter.output.context
    let type = FunctionType(parameters: [], results: [])
    let function = emitter.add("initialize", type)
    for attribute in ["noinline", "optnone"] {
      context.add(.flag(attribute), to: function, at: .function)
    }
    var code = emitter.begin(function, type)
    for (index, global) in wasm.globals.enumerated() where global.type.isMutable {
      let value = constants.value(of: global.initializer)
      code.builder.store(value, to: globals[index], alignment: 1)
    }
    for segment in wasm.elementSegments {
      guard case .active(let table, let offset) = segment.mode else { continue }
      let size = validated.tableTypes[Int(table)].limits.minimum
      if !segment.fits(at: constants.offset(offset), in: size) {
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
          context.i64.constant(constants.offset(offset)), dataSegments.bytes[index],
          context.i64.constant(UInt64(segment.bytes.count)),
        ])
    }
    code.return([])
    return function
  }
}
