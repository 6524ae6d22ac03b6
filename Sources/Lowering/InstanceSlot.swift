internal import CanisterRuntime
package import Validation
internal import WebAssembly

/// Something that an instance has and its code refers to by address; with its index, if there can
/// be several.
///
/// None of these addresses ever changes.
package enum InstanceSlot: Hashable, Sendable {
  /// Where calls pass what registers have no room for: the same for all of a store.
  case overflowArea
  /// The counter of instructions, which all instances of a store have in common.
  case instructionsLeft
  /// The first byte of a memory, and its `rt_linear_memory`.
  case memory(UInt32)
  case memoryRecord(UInt32)
  /// An `rt_table`.
  case table(UInt32)
  /// The value of a global.
  case global(UInt32)
  /// An `rt_function`, of an imported function or of one that references can lead to.
  case function(UInt32)
  /// The `rt_elements` of an element segment.
  case elements(UInt32)
  /// One byte a data segment, not 0 if it is dropped.
  case droppedFlags
}

extension InstanceSlot {
  /// The symbol that stands for the address in the constant form.
  package var symbol: String {
    switch self {
    case .overflowArea: "overflow.area"
    case .instructionsLeft: "instructions.left"
    case .memory(0): RuntimeSymbols.memorySymbol
    case .memory(let index): "memory.\(index)"
    case .memoryRecord(let index): "memory.record.\(index)"
    case .table(let index): "table.\(index)"
    case .global(let index): "global.\(index)"
    case .function(let index): "function.\(index)"
    case .elements(let index): "elements.\(index)"
    case .droppedFlags: "dropped"
    }
  }

  /// Where the address may lie: anywhere, or below 2 GiB, where code in the constant form reaches
  /// it at once.
  package var isFar: Bool {
    if case .memory(let index) = self { index != 0 } else { false }
  }
}

/// The slots of a module's instances in order: what the loader fills and code reads.
///
/// The counter comes first in all modules, for callers of functions of any module.
package struct InstanceLayout: Sendable {
  package let slots: [InstanceSlot]
  /// The functions that have a record: imported ones, and those that references can lead to.
  package let functions: [UInt32]
  private let indexes: [InstanceSlot: Int]

  /// The symbol of an array with a structure for each of `functions`: its code as other instances
  /// call it, null if it is imported, and the `rt_invoker` for its type.
  package static let functionsSymbol = "rt_loaded_functions"

  /// The index of `overflowArea`, in the layouts of all modules: callers of functions of other
  /// instances know it.
  static let overflowAreaIndex: UInt64 = 0

  package init(_ validated: ValidatedModule) {
    let module = validated.module
    functions = Self.functionsWithRecord(validated)
    slots =
      [.overflowArea, .instructionsLeft]
      + validated.memoryTypes.indices.flatMap { index in
        [.memory(UInt32(index)), .memoryRecord(UInt32(index))]
      }
      + validated.tableTypes.indices.map { .table(UInt32($0)) }
      + validated.globalTypes.indices.map { .global(UInt32($0)) }
      + functions.map { .function($0) }
      + module.elementSegments.indices.map { .elements(UInt32($0)) }
      + [.droppedFlags]
    indexes = Dictionary(uniqueKeysWithValues: slots.enumerated().map { ($0.element, $0.offset) })
  }

  /// The index of a slot in the table of addresses.
  package func index(of slot: InstanceSlot) -> Int {
    guard let index = indexes[slot] else { preconditionFailure("no slot for \(slot)") }
    return index
  }

  /// A body can refer only to functions that occur outside of bodies.
  private static func functionsWithRecord(_ validated: ValidatedModule) -> [UInt32] {
    let module = validated.module
    var functions = Set((0..<UInt32(validated.importedFunctionCount)))
    for export in module.exports where export.kind == .function { functions.insert(export.index) }
    if let start = module.start { functions.insert(start) }
    var expressions = module.globals.map(\.initializer)
    for segment in module.elementSegments {
      switch segment.elements {
      case .functions(let indexes): functions.formUnion(indexes)
      case .expressions(let elements): expressions += elements
      }
    }
    for case .refFunc(let index) in expressions.flatMap(\.instructions) { functions.insert(index) }
    return functions.sorted()
  }
}
