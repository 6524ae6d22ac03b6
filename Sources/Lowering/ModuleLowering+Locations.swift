internal import CanisterRuntime
package import Instrumentation
internal import LLVM
internal import Validation
internal import WebAssembly

// Which functions of Wasm code stems from, for backtraces (`code_map.h` tells how it is found).
extension ModuleLowering {
  /// The section with the table of inlined locations, whose entries are `rt_inlined_location`.
  package static let inlinedLocationsSection = "rt_inlined_locations"

  /// Says that a function's code stems from the function with this index.
  func setLocation(ofFunction index: Int, in function: Function) {
    debugLocations?.setNumber(UInt32(index) + 1, of: function)
  }

  /// Says that the function which performs an operation of stable memory is the first import of it:
  /// on the Internet Computer that is a function of Wasm, with a frame of its own.
  func setLocation(of operation: StableMemoryOperation, in function: Function) {
    let operations = StableMemoryOperation.imports(of: wasm)
    guard let index = operations.firstIndex(of: operation) else { return }
    setLocation(ofFunction: index, in: function)
  }
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
