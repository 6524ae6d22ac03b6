package import Instrumentation
import Validation
package import WebAssembly

extension Store {
  /// Makes an instance of a module (Core Specification, "Instantiation").
  ///
  /// `imports` gives what the module imports, of this store, or nil if there is no such thing.
  /// `stableMemory` must be given for a module in which there are instructions of stable memory.
  package func instantiate(
    _ module: InstrumentedModule, stableMemory: StableMemoryFunction? = nil,
    imports: (Import) -> ExternalValue? = { _ in nil }
  ) throws(InstantiationError) -> Instance {
    let imported = try Self.matched(module.validated.module, imports)
    let instantiation = try Instantiation(module, in: self, imported)
    instantiation.instance.pointee.stableMemory = stableMemory
    let instance = Instance(self, exports: instantiation.exports())
    do throws(TrapReport) {
      try instantiation.initialize()
    } catch {
      throw .trap(error)
    }
    return instance
  }

  private static func matched(
    _ module: Module, _ imports: (Import) -> ExternalValue?
  ) throws(InstantiationError) -> [ExternalValue] {
    var matched: [ExternalValue] = []
    for imported in module.imports {
      guard let value = imports(imported) else {
        throw .unknownImport(module: imported.module, name: imported.name)
      }
      let expected = EntityType(imported.description, types: module.types)
      guard value.type.matches(expected) else {
        throw .incompatibleImport(
          module: imported.module, name: imported.name, expected: "\(expected)",
          found: "\(value.type)")
      }
      matched.append(value)
    }
    return matched
  }
}

/// The making of one instance: first all that it consists of, then what its segments and its start
/// function do.
struct Instantiation {
  let module: ValidatedModule
  private let store: Store
  let instance: UnsafeMutablePointer<ModuleInstance>

  /// Makes an instance out of what it imports.
  ///
  /// Memories that the module defines are made too, unless one is given in their place.
  init(
    _ source: InstrumentedModule, in store: Store, _ imports: [ExternalValue],
    memory: MemoryAddress? = nil
  ) throws(InstantiationError) {
    module = source.validated
    self.store = store
    instance = store.allocate(
      ModuleInstance(
        typeNumbers: store.allocate(module.module.types.map { store.number(of: $0) }),
        functions: store.allocate([]),
        tables: store.allocate(try Self.tables(of: module, in: store, imports)),
        memories: store.allocate(try Self.memories(of: module, in: store, imports, memory)),
        globals: store.allocate([])))
    instance.pointee.importedFunctionCount = module.importedFunctionCount
    instance.pointee.importedOperations = StableMemoryOperation.imports(of: module.module)
    instance.pointee.instructionOffsets = source.bodies.map(\.instructionOffsets)
    makeFunctions(source, imports)
    makeGlobals(imports)
    fillSegments()
  }

  /// Gives segments their content, also those that were dropped.
  func fillSegments() {
    instance.pointee.dataSegments = module.module.dataSegments.map(\.bytes)
    instance.pointee.elementSegments = module.module.elementSegments.map { references($0) }
  }

  private static func tables(
    of module: ValidatedModule, in store: Store, _ imports: [ExternalValue]
  ) throws(InstantiationError) -> [TableAddress] {
    var tables: [TableAddress] = []
    for case .table(let table) in imports { tables.append(table) }
    for type in module.module.tables { tables.append(try store.makeTable(type)) }
    return tables
  }

  private static func memories(
    of module: ValidatedModule, in store: Store, _ imports: [ExternalValue],
    _ given: MemoryAddress?
  ) throws(InstantiationError) -> [MemoryAddress] {
    var memories: [MemoryAddress] = []
    for case .memory(let memory) in imports { memories.append(memory) }
    for type in module.module.memories {
      if let given { memories.append(given) } else { memories.append(try store.makeMemory(type)) }
    }
    return memories
  }

  /// The code of all bodies stands in one array.
  private func makeFunctions(_ source: InstrumentedModule, _ imports: [ExternalValue]) {
    var functions: [FunctionAddress] = []
    for case .function(let function) in imports { functions.append(function) }
    var code = store.reserve(FunctionCode.self, count: source.bodies.count)
    var instructions = store.reserve(
      InstrumentedInstruction.self, count: source.bodies.reduce(0) { $0 + $1.instructions.count })
    var branches = store.reserve(
      BranchTarget.self, count: source.functionFacts.reduce(0) { $0 + $1.branches.count })
    var frames = StackFrames(module)
    for (position, body) in source.bodies.enumerated() {
      let facts = source.functionFacts[position]
      let type = module.functionTypes[module.importedFunctionCount + position]
      instructions.initialize(from: body.instructions, count: body.instructions.count)
      instructions[body.instructions.count - 1] = .wasm(.return)
      branches.initialize(from: facts.branches, count: facts.branches.count)
      code.initialize(
        to: FunctionCode(
          module: instance, body: position, instructions: instructions, branches: branches,
          parameterCount: type.parameters.count, resultCount: type.results.count,
          localCount: facts.localCount, operandCount: facts.maximumOperandCount,
          frameBytes: frames.sizeBytes(ofBody: position, body, facts)))
      functions.append(
        store.allocate(
          FunctionInstance(type: type, typeNumber: store.number(of: type), code: code)))
      code += 1
      instructions += body.instructions.count
      branches += facts.branches.count
    }
    instance.pointee.functions = store.allocate(functions)
  }

  private func makeGlobals(_ imports: [ExternalValue]) {
    var globals: [GlobalAddress] = []
    for case .global(let global) in imports { globals.append(global) }
    for global in module.module.globals {
      globals.append(store.allocate(GlobalInstance(type: global.type, slot: Slot(0))))
    }
    instance.pointee.globals = store.allocate(globals)
    setGlobals()
  }

  /// Gives globals their first values, each of which may be computed from those before it.
  func setGlobals() {
    let importedCount = module.globalTypes.count - module.module.globals.count
    for (position, global) in module.module.globals.enumerated() {
      instance.pointee.globals[importedCount + position].pointee.slot = instance.pointee.value(
        of: global.initializer)
    }
  }

  private func references(_ segment: ElementSegment) -> [Reference] {
    switch segment.elements {
    case .functions(let indexes):
      indexes.map { Reference(instance.pointee.functions[Int($0)]) }
    case .expressions(let expressions): expressions.map { instance.pointee.value(of: $0).low }
    }
  }

  func exports() -> [[UInt8]: ExternalValue] {
    var exports: [[UInt8]: ExternalValue] = [:]
    for export in module.module.exports {
      let index = Int(export.index)
      exports[Array(export.name.utf8)] =
        switch export.kind {
        case .function: .function(instance.pointee.functions[index])
        case .table: .table(instance.pointee.tables[index])
        case .memory: .memory(instance.pointee.memories[index])
        case .global: .global(instance.pointee.globals[index])
        }
    }
    return exports
  }

  /// Copies active segments, elements first, and runs the start function.
  func initialize() throws(TrapReport) {
    do throws(Trap) {
      try initializeTables()
      try initializeMemories()
    } catch {
      throw TrapReport(error)
    }
    if let start = module.module.start {
      _ = try store.invoke(instance.pointee.functions[Int(start)])
    }
  }

  func initializeTables() throws(Trap) {
    for (number, segment) in module.module.elementSegments.enumerated() {
      if case .active(let table, let offset) = segment.mode {
        try instance.pointee.initialize(
          table, at: instance.pointee.value(of: offset).low, fromElements: UInt32(number),
          start: 0, count: UInt64(segment.elements.count))
      }
      if segment.mode != .passive { instance.pointee.elementSegments[number] = [] }
    }
  }

  func initializeMemories() throws(Trap) {
    for (number, segment) in module.module.dataSegments.enumerated() {
      guard case .active(let memory, let offset) = segment.mode else { continue }
      try instance.pointee.initialize(
        memory, at: instance.pointee.value(of: offset).low, fromData: UInt32(number),
        start: 0, count: UInt64(segment.bytes.count))
      instance.pointee.dataSegments[number] = []
    }
  }
}
