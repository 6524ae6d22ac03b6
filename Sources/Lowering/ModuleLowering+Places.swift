internal import CanisterRuntime
package import Instrumentation
internal import LLVM
internal import Validation
internal import WebAssembly

// Backtraces: which functions of Wasm code stems from (`code_map.h` tells how it is found).
extension ModuleLowering {
  /// The section with the table of places, whose records are `rt_inlined_place`.
  package static let inlinedPlacesSection = "rt_inlined_places"

  /// The number of a function's own place.
  func markPlace(ofFunction index: Int, in function: Function) {
    places?.mark(function, as: UInt32(index) + 1)
  }

  /// Marks the function that performs an operation of stable memory as the first import of it: on
  /// the Internet Computer that is a function of Wasm, with a frame of its own.
  func markPlace(of operation: StableMemoryOperation, in function: Function) {
    let operations = StableMemoryOperation.imports(of: wasm)
    guard let index = operations.firstIndex(of: operation) else { return }
    markPlace(ofFunction: index, in: function)
  }
}

extension ModulePart {
  /// The numbers for chains of inlined functions in this part; parts have theirs in their order.
  package func placeNumbers(of module: InstrumentedModule) -> Range<UInt32> {
    let functionCount = UInt32(module.validated.functionTypes.count)
    // Small numbers make small tables.
    let share: UInt32 = 1024
    let first = functionCount + 1 + UInt32(precedingCount) * share
    return first..<(isWhole ? UInt32.max : first + UInt32(bodies.count) * share)
  }
}
