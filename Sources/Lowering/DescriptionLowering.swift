internal import CanisterRuntime
internal import Instrumentation
internal import LLVM
internal import Validation
internal import WebAssembly

/// The runtime's description of a canister: the description (`rt_module`), and how those know it
/// who read the executable: the note.
struct DescriptionLowering {
  let validated: ValidatedModule
  let options: LoweringOptions
  let output: LLVM.Module
  /// By index.
  let functions: [Function]
  let globals: [Value]
  /// The elements of the table, if there is one.
  let table: Value?
  let droppedFlags: Value?
  let constants: ConstantLowering
  var initializer: InitializerLowering
  var invokers: InvokerLowering

  private var wasm: WebAssembly.Module { validated.module }
  private var context: Context { output.context }

  /// The section for the note, which linkers make a note of the executable by its name.
  private static let noteSection = ".note.tinsmith"

  /// Defines both; the object exports no other symbols.
  mutating func lower() {
    if !options.note.isEmpty {
      // Nothing refers to it, so without an external symbol it would go.
      let note = output.addGlobal(
        "rt_module_note", context.bytes(options.note), linkage: .external, isConstant: true)
      note.setHidden()
      note.setSection(Self.noteSection, alignmentBytes: 4)
    }
    let memory = validated.memoryTypes.first
    let addressType = memory?.addressType ?? .i32
    let entry = FunctionType(parameters: [], results: [])
    let callback = FunctionType(parameters: [addressType.valueType], results: [])
    let globals = describeGlobals()
    let exports = describeExports()
    let maximum = memory.map { $0.limits.maximum ?? UInt64.max } ?? 0

    var description = StructureBuilder(module: output)
    description.add(\rt_module.abi_version, context.i32.constant(UInt64(RT_ABI_VERSION)))
    description.add(\rt_module.address_size, context.i32.constant(addressType == .i32 ? 4 : 8))
    description.add(
      \rt_module.memory_initial_pages, context.i64.constant(memory?.limits.minimum ?? 0))
    description.add(\rt_module.memory_maximum_pages, context.i64.constant(maximum))
    description.add(\rt_module.table, table ?? context.pointer.null)
    description.add(
      \rt_module.table_size,
      context.i64.constant(validated.tableTypes.first?.limits.minimum ?? 0))
    description.add(\rt_module.callback_type, context.i64.constant(identity(of: callback)))
    description.add(\rt_module.callback_invoker, invokers.invoker(callback).value)
    description.add(\rt_module.globals, globals.address)
    description.add(\rt_module.global_count, globals.count)
    description.add(\rt_module.exports, exports.address)
    description.add(\rt_module.export_count, exports.count)
    description.add(\rt_module.initialize, initializer.lower().value)
    description.add(
      \rt_module.start, wasm.start.map { functions[Int($0)].value } ?? context.pointer.null)
    description.add(\rt_module.entry_invoker, invokers.invoker(entry).value)
    description.add(
      \rt_module.message_state, droppedFlags ?? context.pointer.null)
    description.add(
      \rt_module.message_state_size,
      context.i64.constant(droppedFlags == nil ? 0 : wasm.dataSegments.count))
    description.add(\rt_module.compiler, string(options.compilerDescription))
    description.add(\rt_module.cpu, string(options.cpu))
    description.add(
      \rt_module.has_enhanced_orthogonal_persistence,
      context.i32.constant(options.hasEnhancedOrthogonalPersistence ? 1 : 0))
    description.add(
      \rt_module.is_metered, context.i32.constant(options.metering == .off ? 0 : 1))
    description.add(
      \rt_module.hides_counter, context.i32.constant(options.metering == .exact ? 1 : 0))
    description.add(\rt_module.tracks_pages, context.i32.constant(options.tracksPages ? 1 : 0))
    description.add(
      \rt_module.reserves_last_pages, context.i32.constant(options.reservesLastPages ? 1 : 0))
    describe(options.functionNames ?? [], in: &description)
    _ = output.addGlobal(
      ModuleLowering.descriptionSymbol,
      description.constant(sizeBytes: MemoryLayout<rt_module>.size),
      linkage: .external, isConstant: true)
  }

  private func describe(_ names: [String], in description: inout StructureBuilder) {
    var text: [UInt8] = []
    let ends = names.map { name in
      text += name.utf8
      return context.i32.constant(text.count)
    }
    let (address, count) = array(ends)
    let bytes = output.addGlobal("", context.bytes(text), linkage: .private, isConstant: true)
    description.add(\rt_module.function_names, bytes)
    description.add(\rt_module.function_name_ends, address)
    description.add(\rt_module.function_name_count, count)
  }

  /// The identity of a type, or one that no element has if the module does not know the type.
  private func identity(of type: FunctionType) -> UInt64 {
    wasm.types.firstIndex(of: type).map { constants.typeIdentity(UInt32($0)) } ?? UInt64.max
  }

  private func describeGlobals() -> (address: Value, count: Value) {
    array(
      wasm.persistentGlobalIndexes.map { index in
        let type = wasm.globals[index].type
        var description = StructureBuilder(module: output)
        description.add(\rt_global.address, globals[index])
        description.add(
          \rt_global.size, context.i32.constant(UInt64(sizeBytes(type.valueType))))
        description.add(
          \rt_global.value_type, context.i32.constant(UInt64(type.valueType.rawValue)))
        description.add(\rt_global.index, context.i32.constant(UInt64(index)))
        description.add(\rt_global.is_mutable, context.i32.constant(type.isMutable ? 1 : 0))
        return description.constant(sizeBytes: MemoryLayout<rt_global>.size)
      })
  }

  private mutating func describeExports() -> (address: Value, count: Value) {
    array(
      wasm.exports.filter { $0.kind == .function }.map { export in
        let index = Int(export.index)
        var description = StructureBuilder(module: output)
        description.add(\rt_export.name, string(export.name))
        description.add(
          \rt_export.name_size, context.i64.constant(export.name.utf8.count))
        description.add(\rt_export.code, functions[index].value)
        description.add(\rt_export.invoker, invokers.invoker(validated.functionTypes[index]).value)
        return description.constant(sizeBytes: MemoryLayout<rt_export>.size)
      })
  }

  private func sizeBytes(_ type: ValueType) -> Int {
    switch type {
    case .i32, .f32: 4
    case .i64, .f64, .funcref, .externref: 8
    case .v128: 16
    }
  }

  /// A constant array of structures of one type, and their number.
  private func array(_ elements: [Value]) -> (address: Value, count: Value) {
    guard let first = elements.first else {
      return (context.pointer.null, context.i64.constant(0))
    }
    let array = output.addGlobal(
      "", first.type.arrayConstant(elements), linkage: .private, isConstant: true)
    return (array, context.i64.constant(elements.count))
  }

  /// The address of a string with a final zero.
  private func string(_ text: String) -> Value {
    output.addGlobal(
      "", context.bytes(Array(text.utf8) + [0]), linkage: .private, isConstant: true)
  }
}
