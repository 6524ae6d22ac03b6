package import Instrumentation
package import Validation
import WebAssembly

/// Writes a canister as Wasm that counts its instructions and keeps its stable memory by itself,
/// for engines that know nothing of the Internet Computer: the front door of this target.
///
/// What passes have put into the code is written out in plain instructions, and what they stand for
/// is exported under the names that the replica reserves for it:
///
/// - `canister counter_instructions`: how many instructions are left. The host sets it before each
///   message, and charges what the System API costs; code ends by `unreachable` when it is below 0.
/// - `stable_memory`: a second memory, with 64-bit addresses, which functions read and write that
///   replace the imported ones.
/// - `stable_bytemap_memory`: a byte for each of its pages of 4 KiB. Bit 0 says that the page was
///   written, bit 1 that it was accessed. The host clears them before each message.
/// - `canister counter_dirty_pages` and `canister counter_accessed_pages`: how many more pages the
///   message may write, and access, which the host sets as well.
/// - `canister_start`: the start function, which is called once when the canister is installed.
package enum WasmWriter {
  /// The bytes of the module; pages must be charged by the classic rules, since a module can't tell
  /// its first access of a page of the heap.
  package static func emit(_ module: ValidatedModule, options: CodeOptions) -> [UInt8] {
    precondition(!options.tracksPages, "accesses of the heap are charged")
    let instrumented = Pipeline.instrument(module, options: options)
    return ModuleEncoder.encode(Rewriting(instrumented, options).module)
  }
}

/// A module on the way from an instrumented one.
private struct Rewriting {
  private(set) var module: Module
  private let layout: ModuleLayout

  init(_ instrumented: InstrumentedModule, _ options: CodeOptions) {
    let validated = instrumented.validated
    module = validated.module
    layout = ModuleLayout(validated, options)
    let indexes = layout.functions
    module.imports = validated.module.imports.filter { layout.replacedOperation($0) == nil }
    rewriteReferences(indexes)
    let code = CodeRewriting(layout: layout, validated: validated)
    module.bodies = instrumented.bodies.map { code.rewrite($0) }
    for function in layout.injected { inject(function) }
    addMemories()
    addCounters()
    exportHeap(validated)
    writeNames(indexes)
  }

  /// Everything outside of bodies that names functions.
  private mutating func rewriteReferences(_ indexes: FunctionIndexes) {
    for index in module.exports.indices where module.exports[index].kind == .function {
      module.exports[index].index = indexes[module.exports[index].index]
    }
    if let start = module.start {
      module.exports.append(
        Export(name: "canister_start", kind: .function, index: indexes[start]))
      module.start = nil
    }
    for index in module.globals.indices {
      module.globals[index].initializer.rewrite(indexes)
    }
    for index in module.elementSegments.indices {
      module.elementSegments[index].elements.rewrite(indexes)
    }
  }

  private mutating func inject(_ function: InjectedFunction) {
    module.functionTypeIndexes.append(UInt32(module.types.count))
    module.types.append(function.type)
    module.bodies.append(
      FunctionBody(
        locals: function.locals, instructions: function.instructions + [.end],
        instructionOffsets: [], branchLabels: [], offsetBytes: 0, sizeBytes: 0))
  }

  private mutating func addMemories() {
    guard layout.hasStableMemory else { return }
    if !layout.hasHeap {
      module.memories.append(MemoryType(limits: Limits(minimum: 0, maximum: 0)))
    }
    let pages = StableMemoryLayout.maximumPages
    module.memories.append(
      MemoryType(limits: Limits(minimum: 0, maximum: pages), addressType: .i64))
    let markPages = StableMemoryLayout.markPages
    module.memories.append(MemoryType(limits: Limits(minimum: markPages, maximum: markPages)))
    module.exports.append(
      Export(name: "stable_memory", kind: .memory, index: StableMemoryLayout.memory))
    module.exports.append(
      Export(name: "stable_bytemap_memory", kind: .memory, index: StableMemoryLayout.marks))
  }

  private mutating func addCounters() {
    for counter in layout.counters {
      module.globals.append(
        Global(
          type: GlobalType(valueType: .i64, isMutable: true),
          initializer: ConstantExpression(instructions: [.i64Const(counter.initial)])))
      module.exports.append(Export(name: counter.name, kind: .global, index: counter.global))
    }
  }

  /// The host needs the heap for what the System API reads and writes.
  private mutating func exportHeap(_ validated: ValidatedModule) {
    guard layout.hasHeap, !module.exports.contains(where: { $0.name == "memory" }) else { return }
    module.exports.append(Export(name: "memory", kind: .memory, index: 0))
  }

  /// Of the custom sections only those that the Internet Computer reads stay, and names: others
  /// tell of code that is no more.
  private mutating func writeNames(_ indexes: FunctionIndexes) {
    module.customSections.removeAll { !$0.name.hasPrefix("icp:") }
    var names = NameSection()
    names.module = module.names.module
    for (index, name) in module.names.functions where index < indexes.count {
      names.functions[indexes[index]] = name
    }
    for (offset, function) in layout.injected.enumerated() {
      names.functions[indexes.firstInjected + UInt32(offset)] = function.name
    }
    module.names = names
    module.customSections.append(names.encoded)
  }
}

extension ElementSegment.Elements {
  fileprivate mutating func rewrite(_ indexes: FunctionIndexes) {
    switch self {
    case .functions(let functions): self = .functions(functions.map { indexes[$0] })
    case .expressions(var expressions):
      for index in expressions.indices { expressions[index].rewrite(indexes) }
      self = .expressions(expressions)
    }
  }
}

extension ConstantExpression {
  fileprivate mutating func rewrite(_ indexes: FunctionIndexes) {
    instructions = instructions.map { $0.rewritten(indexes) }
  }
}
