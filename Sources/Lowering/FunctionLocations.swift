internal import CanisterRuntime
package import Instrumentation
internal import LLVM
internal import Validation
internal import WebAssembly

/// Which functions of Wasm code stems from, for backtraces (`code_map.h` tells how it is found).
struct FunctionLocations {
  /// Nil if backtraces would have no names.
  private let debugLocations: DebugLocations?
  /// The operations of stable memory by the indexes of functions, all of which are imports.
  private let operations: [StableMemoryOperation?]

  init(of wasm: WebAssembly.Module, in output: LLVM.Module, areKept: Bool) {
    debugLocations = areKept ? DebugLocations(in: output) : nil
    operations = StableMemoryOperation.imports(of: wasm)
  }

  var areKept: Bool { debugLocations != nil }

  /// Says that a function's code stems from the function with this index.
  func set(_ index: Int, of function: Function) {
    debugLocations?.setNumber(UInt32(index) + 1, of: function)
  }

  /// Says that the function which performs an operation of stable memory is the first import of it:
  /// on the Internet Computer that is a function of Wasm, with a frame of its own.
  func set(_ operation: StableMemoryOperation, of function: Function) {
    guard let index = operations.firstIndex(of: operation) else { return }
    set(index, of: function)
  }

  /// Completes them, when all functions have theirs.
  func finish() { debugLocations?.finish() }
}

extension ModuleLowering {
  /// The section with the table of inlined locations, whose entries are `rt_inlined_location`.
  package static let inlinedLocationsSection = "rt_inlined_locations"
}

extension ModulePart {
  /// The numbers for inlined locations in this part; parts have theirs in their order.
  package func inlinedLocationNumbers(of module: InstrumentedModule) -> Range<UInt32> {
    let functionCount = UInt32(module.validated.functionTypes.count)
    // Small numbers make small tables.
    let share: UInt32 = 1024
    let first = functionCount + 1 + UInt32(precedingCount) * share
    return first..<(isWhole ? UInt32.max : first + UInt32(bodies.count) * share)
  }
}
