import Instrumentation
import Validation
import WebAssembly

/// What is added to a module, and at which indexes.
struct ModuleLayout {
  let isMetered: Bool
  /// Whether there is a heap, which is memory 0.
  let hasHeap: Bool
  let heapAddressType: AddressType
  /// The imported functions that functions of the module replace.
  let replacedOperations: [StableMemoryOperation]
  let functions: FunctionIndexes
  private let firstCounter: UInt32
  private let replacesOperations: Bool

  init(_ module: ValidatedModule, _ options: CodeOptions) {
    isMetered = options.metering != .off
    hasHeap = !module.memoryTypes.isEmpty
    heapAddressType = module.memoryTypes.first?.addressType ?? .i32
    replacesOperations = options.stableMemory == .inline
    let operations =
      replacesOperations
      ? StableMemoryOperation.imports(of: module.module)
      : Array(repeating: nil, count: module.importedFunctionCount)
    replacedOperations = StableMemoryOperation.allCases.filter { operations.contains($0) }
    functions = FunctionIndexes(
      imported: operations, count: module.functionTypes.count,
      injectedBefore: isMetered ? Charging.functionCount : 0)
    firstCounter = UInt32(module.globalTypes.count)
  }

  /// Whether stable memory is a memory of the module.
  var hasStableMemory: Bool { !replacedOperations.isEmpty }

  /// The operation that the import is, if a function replaces it.
  func replacedOperation(_ imported: Import) -> StableMemoryOperation? {
    replacesOperations ? StableMemoryOperation(imported) : nil
  }

  /// The functions that are added, in their order.
  var injected: [InjectedFunction] {
    (isMetered ? Charging(layout: self).functions : [])
      + replacedOperations.map { StableMemoryFunction(operation: $0, layout: self).function }
  }

  /// The globals that are added, in their order.
  var counters: [Counter] { Counter.Kind.allCases.compactMap { counter($0) } }

  /// The index of a counter that there is.
  func global(_ kind: Counter.Kind) -> UInt32 {
    guard let counter = counter(kind) else { preconditionFailure("there is no such counter") }
    return counter.global
  }

  private func counter(_ kind: Counter.Kind) -> Counter? {
    switch kind {
    case .instructions: isMetered ? Counter(kind: kind, global: firstCounter) : nil
    case .dirtyPages, .accessedPages:
      hasStableMemory
        ? Counter(kind: kind, global: firstCounter + UInt32(kind.rawValue) - (isMetered ? 0 : 1))
        : nil
    }
  }
}

/// A number that a message may use up.
struct Counter {
  enum Kind: Int, CaseIterable {
    case instructions, dirtyPages, accessedPages
  }

  let kind: Kind
  let global: UInt32

  var name: String {
    switch kind {
    case .instructions: "canister counter_instructions"
    case .dirtyPages: "canister counter_dirty_pages"
    case .accessedPages: "canister counter_accessed_pages"
    }
  }

  /// As long as the host sets nothing: of instructions any number, of pages what updates may touch.
  var initial: Int64 {
    switch kind {
    case .instructions: .max
    case .dirtyPages, .accessedPages: (2 << 30) / Int64(StableMemoryLayout.markedBytes)
    }
  }
}

/// The memories of a module whose stable memory is one of them.
enum StableMemoryLayout {
  static let memory: UInt32 = 1
  static let marks: UInt32 = 2
  /// 500 GiB.
  static let maximumPages: UInt64 = 8_192_000
  /// What has a mark of its own.
  static let markedBytes: UInt64 = 4096
  static let markedBytesExponent: Int64 = 12
  static let markPages = maximumPages / markedBytes
}
