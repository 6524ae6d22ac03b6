import CanisterRuntime
import LLVM
import Lowering
import Validation
import WebAssembly

/// All that an instance of loaded code consists of: its records, and the code that knows them.
final class NativeInstanceState {
  let module: ValidatedModule
  let layout: InstanceLayout
  /// The form that the code has to have.
  let base: BaseForm
  let imports: [NativeEntity]
  let block: LowBlock
  private let stack: NativeStack
  private var code: LoadedCode?

  // By index, imported ones first.
  private(set) var tables: [NativeTable] = []
  private(set) var memories: [NativeMemory] = []
  private(set) var globals: [NativeGlobal] = []
  /// By function index, of those that have a record.
  private var functions: [UInt32: (record: UnsafePointer<rt_function>, invoker: rt_invoker?)] = [:]
  private let ownFunctions: UnsafeMutablePointer<rt_function>
  let elements: UnsafeMutablePointer<rt_elements>
  private var elementReferences: [UnsafeMutableBufferPointer<rt_reference?>] = []
  private let droppedFlags: UnsafeMutablePointer<UInt8>
  /// The table of addresses that code in the other form gets.
  private let slots: UnsafeMutablePointer<UInt>

  /// Makes everything but the code.
  init(
    _ module: ValidatedModule, _ imports: [NativeEntity], on stack: NativeStack,
    isConstantWanted: Bool
  ) throws(NativeInstantiationError) {
    self.module = module
    self.imports = imports
    self.stack = stack
    layout = InstanceLayout(module)
    block = try LowBlock(sizeBytes: Self.blockSizeBytes(module, layout))
    ownFunctions = block.allocate(rt_function.self, count: layout.functions.count)
    elements = block.allocate(rt_elements.self, count: module.module.elementSegments.count)
    droppedFlags = block.allocate(UInt8.self, count: module.module.dataSegments.count)
    slots = block.allocate(UInt.self, count: layout.slots.count)
    for case .table(let table) in imports { tables.append(table) }
    for case .memory(let memory) in imports { memories.append(memory) }
    for type in module.module.tables { tables.append(try NativeTable(type, block)) }
    // The one low address is for a memory that its own module uses.
    let accessesMemory = module.module.bodies.contains { body in
      body.instructions.contains(where: \.accessesMemory)
    }
    for type in module.module.memories {
      let isLow = isConstantWanted && accessesMemory && memories.isEmpty
      memories.append(try NativeMemory(type, in: stack, block, isLow: isLow))
    }
    let isReachable = !accessesMemory || memories.first?.isLow ?? true
    base = isConstantWanted && isReachable ? .constant : .parameter
    placeFunctions()
    makeGlobals()
    makeElements()
  }

  deinit {
    for references in elementReferences { references.deallocate() }
  }

  /// Whether others may get hold of its functions without holding the instance: through tables
  /// and globals that it shares, or calls that take references along.
  var mayBeReferredTo: Bool {
    let exported = module.module.exports.map { export in
      switch export.kind {
      case .table: true
      case .global: globals[Int(export.index)].type.valueType == .funcref
      case .function, .memory: false
      }
    }
    let imported = imports.map { entity in
      switch entity {
      case .table: true
      case .memory: false
      case .global(let global): global.type.isMutable && global.type.valueType == .funcref
      case .function(let function):
        (function.type.parameters + function.type.results).contains(.funcref)
      }
    }
    return (exported + imported).contains(true)
  }

  // Code

  /// Links the object into this process and fills the records of the functions that it defines.
  func load(object: [UInt8], typeIdentities: [UInt64]) {
    var symbols = RuntimeFunctions.addresses
    for (index, slot) in layout.slots.enumerated() {
      slots[index] = address(of: slot)
      if base == .constant { symbols[slot.symbol] = slots[index] }
    }
    let start: UInt
    do {
      let code = try LoadedCode(objects: [object], symbols: symbols)
      self.code = code
      start = try code.address(of: InstanceLayout.functionsSymbol)
    } catch {
      preconditionFailure("what was just compiled can't be loaded: \(error.reason)")
    }
    guard let entries = UnsafePointer<LoadedFunction>(bitPattern: start) else { return }
    for (position, index) in layout.functions.enumerated() {
      functions[index]?.invoker = entries[position].invoker
      guard let entry = entries[position].entry else { continue }
      ownFunctions[position] = rt_function(
        type: typeIdentities[Int(module.functionTypeIndexes[Int(index)])], code: entry,
        instance: UnsafeRawPointer(slots))
    }
  }

  private func address(of slot: InstanceSlot) -> UInt {
    switch slot {
    case .overflowArea: UInt(bitPattern: stack.overflowArea)
    case .instructionsLeft: UInt(bitPattern: stack.instructionsLeft)
    case .memory(let index): UInt(bitPattern: memories[Int(index)].record.pointee.base)
    case .memoryRecord(let index): UInt(bitPattern: memories[Int(index)].record)
    case .table(let index): UInt(bitPattern: tables[Int(index)].record)
    case .global(let index): UInt(bitPattern: globals[Int(index)].cell)
    case .function(let index): UInt(bitPattern: record(index))
    case .elements(let index): UInt(bitPattern: elements + Int(index))
    case .droppedFlags: UInt(bitPattern: droppedFlags)
    }
  }

  // Functions

  func record(_ index: UInt32) -> UnsafePointer<rt_function> {
    guard let function = functions[index] else {
      preconditionFailure("no reference leads to function \(index)")
    }
    return function.record
  }

  func function(_ index: UInt32) -> NativeFunction {
    guard let invoker = functions[index]?.invoker else { preconditionFailure("no code yet") }
    return NativeFunction(
      type: module.functionTypes[Int(index)], record: record(index), invoker: invoker,
      owner: self)
  }

  private func placeFunctions() {
    var imported: [NativeFunction] = []
    for case .function(let function) in imports { imported.append(function) }
    for (position, index) in layout.functions.enumerated() {
      functions[index] =
        Int(index) < imported.count
        ? (imported[Int(index)].record, nil) : (UnsafePointer(ownFunctions + position), nil)
    }
  }

  // Globals and segments

  private func makeGlobals() {
    for case .global(let global) in imports { globals.append(global) }
    for global in module.module.globals {
      globals.append(NativeGlobal(global.type, block, value: value(of: global.initializer)))
    }
  }

  private func makeElements() {
    for (index, segment) in module.module.elementSegments.enumerated() {
      let references: [rt_reference?] =
        switch segment.elements {
        case .functions(let indexes): indexes.map { UnsafeRawPointer(record($0)) }
        case .expressions(let expressions): expressions.map { value(of: $0).reference }
        }
      let buffer = UnsafeMutableBufferPointer<rt_reference?>.allocate(capacity: references.count)
      _ = buffer.initialize(from: references)
      elementReferences.append(buffer)
      elements[index] = rt_elements(
        elements: buffer.baseAddress, count: UInt64(references.count))
    }
  }

  /// What all records of an instance take.
  private static func blockSizeBytes(_ module: ValidatedModule, _ layout: InstanceLayout) -> Int {
    let source = module.module
    return LowBlock.sizeBytes(of: rt_function.self, count: layout.functions.count)
      + LowBlock.sizeBytes(of: rt_elements.self, count: source.elementSegments.count)
      + LowBlock.sizeBytes(of: UInt8.self, count: source.dataSegments.count)
      + LowBlock.sizeBytes(of: UInt.self, count: layout.slots.count)
      + LowBlock.sizeBytes(of: rt_table.self, count: 1) * source.tables.count
      + LowBlock.sizeBytes(of: rt_linear_memory.self, count: 1) * source.memories.count
      + LowBlock.sizeBytes(of: UInt64.self, count: 2) * source.globals.count
  }
}

/// An element of the array that loaded code defines (`InstanceLayout.functionsSymbol`).
private struct LoadedFunction {
  let entry: rt_code?
  let invoker: rt_invoker?
}
