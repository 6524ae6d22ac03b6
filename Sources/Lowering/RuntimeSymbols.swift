internal import CanisterRuntime
internal import LLVM

/// What compiled code refers to and the runtime or the linker defines.
final class RuntimeSymbols {
  private let module: LLVM.Module
  private var functions: [String: Function] = [:]

  /// Linear memory 0, stable memory, the marks of the pages of both, and the running instance, of
  /// type `rt_instance`: absolute symbols, whose addresses the linker sets.
  let memory: Value
  let heapPageMarks: Value
  let stableMemory: Value
  let stablePageMarks: Value
  let instance: Value

  static let memorySymbol = "rt_memory"
  private static let heapPageMarksSymbol = "rt_heap_page_marks"
  private static let instanceSymbol = "rt_the_instance"
  private static let stableMemorySymbol = "rt_stable_memory"
  private static let stablePageMarksSymbol = "rt_stable_page_marks"

  /// Declares the symbols in text, since only that can state a global's code model.
  ///
  /// Linear memory lies below 2 GiB, so x86-64 folds its address into every access. Stable memory
  /// lies above, as do all memories but the first: without the large code model LLVM would emit
  /// relocations of 32 bits for them.
  static func prelude(for layout: InstanceLayout, _ home: CodeHome) -> String {
    var far = [stableMemorySymbol, stablePageMarksSymbol]
    if case .process(.constant, _) = home { far += layout.slots.filter(\.isFar).map(\.symbol) }
    return """
      @\(memorySymbol) = external global [0 x i8], !absolute_symbol !0
      @\(heapPageMarksSymbol) = external global [0 x i8], !absolute_symbol !0
      @\(instanceSymbol) = external global [\(MemoryLayout<rt_instance>.size) x i8], \
      !absolute_symbol !0
      \(far.map(declaration).joined(separator: "\n"))
      !0 = !{i64 65536, i64 \(1 << 31)}
      !1 = !{i64 \(1 << 32), i64 \(1 << 47)}
      """
  }

  private static func declaration(ofFar symbol: String) -> String {
    "@\(symbol) = external global [0 x i8], code_model \"large\", !absolute_symbol !1"
  }

  /// The absolute symbols and their addresses, for the linker.
  static let addresses: KeyValuePairs = [
    memorySymbol: RT_MEMORY_BASE, stableMemorySymbol: RT_STABLE_BASE,
    stablePageMarksSymbol: RT_STABLE_MARKS_BASE, instanceSymbol: RT_INSTANCE_BASE,
    heapPageMarksSymbol: RT_HEAP_MARKS_BASE,
  ]

  init(module: LLVM.Module) {
    self.module = module
    memory = module.global(named: Self.memorySymbol)
    heapPageMarks = module.global(named: Self.heapPageMarksSymbol)
    stableMemory = module.global(named: Self.stableMemorySymbol)
    stablePageMarks = module.global(named: Self.stablePageMarksSymbol)
    instance = module.global(named: Self.instanceSymbol)
  }

  /// A function of the runtime, in C's calling convention.
  func function(_ name: String, _ parameters: [Type], returning result: Type) -> Function {
    if let function = functions[name] { return function }
    let context = module.context
    let type = context.function(parameters, returning: result)
    let function = module.addFunction(name, type)
    function.value.setHidden()
    context.add(.flag("nounwind"), to: function, at: .function)
    functions[name] = function
    return function
  }

  /// The address of a field of the running instance.
  func instanceField(_ field: PartialKeyPath<rt_instance>, _ builder: borrowing Builder) -> Value {
    builder.field(field, at: instance)
  }
}

extension Builder {
  /// The address of a field of a structure that the runtime's headers declare.
  func field<Root>(_ field: PartialKeyPath<Root>, at address: Value) -> Value {
    guard let offset = MemoryLayout<Root>.offset(of: field) else {
      preconditionFailure("\(field) is no stored field")
    }
    return self.offset(address, by: context.i64.constant(offset))
  }
}
