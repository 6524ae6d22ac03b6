import CanisterRuntime
import Glibc
import Validation
import WebAssembly

extension InterpretedCanister {
  /// Does what the executable of a compiled canister does with the words of its command line, the
  /// first of which is the program's name (`runtime/README.md`, "Command line"); the exit status.
  package func runCommandLine(_ words: [String]) -> Int32 {
    var description = description()
    // The runtime writes into its words, and keeps them.
    var arguments = words.map { strdup($0) } + [nil]
    return withExtendedLifetime(self) {
      rt_main(&description, Int32(words.count), &arguments)
    }
  }

  /// What the runtime knows of the module; what it points to lasts as long as the store.
  private func description() -> rt_module {
    let wasm = instantiation.module.module
    let memory = instantiation.module.memoryTypes.first
    let addressType = memory?.addressType ?? .i32
    let functions = describeFunctions()
    let table = describeTable(functions)
    let globals = describeGlobals()
    let exports = describeExports(functions)
    let callback = FunctionType(parameters: [addressType.valueType], results: [])
    let initialize = store.allocate(
      rt_interpreted_function(
        run: { canister, _, _ in InterpretedCanister.at(canister).initialize() },
        interpreter: Unmanaged.passUnretained(self).toOpaque(), number: 0))

    var description = rt_module()
    description.abi_version = UInt32(RT_ABI_VERSION)
    description.address_size = addressType == .i32 ? 4 : 8
    description.memory_initial_pages = memory?.limits.minimum ?? 0
    description.memory_maximum_pages = memory.map { $0.limits.maximum ?? .max } ?? 0
    description.table = UnsafePointer(store.allocate(table))
    description.table_size = UInt64(table.count)
    description.callback_type = typeIdentity(store.number(of: callback))
    description.callback_invoker = rt_invoke_interpreted
    description.globals = UnsafePointer(store.allocate(globals))
    description.global_count = UInt64(globals.count)
    description.exports = UnsafePointer(store.allocate(exports))
    description.export_count = UInt64(exports.count)
    description.initialize = rt_code_of_interpreted(initialize)
    description.start = wasm.start.flatMap { rt_code_of_interpreted(functions + Int($0)) }
    description.entry_invoker = rt_invoke_interpreted
    description.compiler = text(identity)
    description.is_metered = isMetered ? 1 : 0
    description.hides_counter = 0
    description.tracks_pages = tracksPages ? 1 : 0
    description.has_enhanced_orthogonal_persistence = hasEnhancedOrthogonalPersistence ? 1 : 0
    description.reserves_last_pages = reservesLastPages ? 1 : 0
    if let functionNames { describe(functionNames, in: &description) }
    return description
  }

  private func describe(_ names: [String], in description: inout rt_module) {
    var text: [CChar] = []
    let ends = names.map { name in
      text += name.utf8.map { CChar(bitPattern: $0) }
      return UInt32(text.count)
    }
    description.function_names = UnsafePointer(store.allocate(text))
    description.function_name_ends = UnsafePointer(store.allocate(ends))
    description.function_name_count = UInt64(ends.count)
  }

  private static func at(_ pointer: UnsafeMutableRawPointer?) -> InterpretedCanister {
    guard let pointer else { preconditionFailure("the runtime has lost its canister") }
    return Unmanaged<InterpretedCanister>.fromOpaque(pointer).takeUnretainedValue()
  }

  /// The functions of the module, imported ones first, as code for the runtime.
  private func describeFunctions() -> UnsafeMutablePointer<rt_interpreted_function> {
    let own = Unmanaged.passUnretained(self).toOpaque()
    return store.allocate(
      instantiation.module.functionTypes.indices.map { index in
        rt_interpreted_function(
          run: { pointer, number, words in
            guard let words else { preconditionFailure("a function is called without room") }
            let canister = InterpretedCanister.at(pointer)
            return canister.run(canister.instance.pointee.functions[Int(number)], words)
          }, interpreter: own, number: UInt64(index))
      })
  }

  /// Table 0, through which callbacks are called.
  private func describeTable(
    _ functions: UnsafeMutablePointer<rt_interpreted_function>
  ) -> [rt_table_element] {
    guard !instantiation.module.tableTypes.isEmpty else { return [] }
    let indexes = Dictionary(
      uniqueKeysWithValues: instantiation.module.functionTypes.indices.map {
        (instance.pointee.functions[$0], $0)
      })
    return instance.pointee.tables[0].pointee.elements.map { reference in
      guard let function = reference.function, let index = indexes[function] else {
        return rt_table_element(type: 0, code: nil)
      }
      return rt_table_element(
        type: typeIdentity(function.pointee.typeNumber),
        code: rt_code_of_interpreted(functions + index))
    }
  }

  /// The id of a type in table elements, where 0 means no function.
  private func typeIdentity(_ number: UInt32) -> UInt64 { UInt64(number) + 1 }

  private func describeGlobals() -> [rt_global] {
    guard let offset = MemoryLayout<GlobalInstance>.offset(of: \.slot) else {
      preconditionFailure("a global has its value in itself")
    }
    return instantiation.module.module.persistentGlobalIndexes.map { index in
      let type = instantiation.module.globalTypes[index]
      return rt_global(
        address: UnsafeMutableRawPointer(instance.pointee.globals[index]) + offset,
        size: UInt32(type.valueType.sizeBytes), value_type: UInt32(type.valueType.rawValue),
        index: UInt32(index), is_mutable: type.isMutable ? 1 : 0)
    }
  }

  private func describeExports(
    _ functions: UnsafeMutablePointer<rt_interpreted_function>
  ) -> [rt_export] {
    instantiation.module.module.exports.filter { $0.kind == .function }.map { export in
      rt_export(
        name: text(export.name), name_size: UInt64(export.name.utf8.count),
        code: rt_code_of_interpreted(functions + Int(export.index)),
        invoker: rt_invoke_interpreted)
    }
  }

  /// A string for C.
  private func text(_ text: String) -> UnsafePointer<CChar> {
    UnsafePointer(store.allocate(Array(text.utf8CString)))
  }
}
