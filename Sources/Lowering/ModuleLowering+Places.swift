internal import CanisterRuntime
package import Instrumentation
package import LLVM
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

  /// Puts what inlining has become into numbers and a table of them, when a module is optimised.
  package static func settlePlaces(
    in output: LLVM.Module, of module: InstrumentedModule, part: ModulePart
  ) {
    let functionCount = UInt32(module.validated.functionTypes.count)
    // Parts have ranges of numbers in their order. Small numbers make small tables.
    let share: UInt32 = 1024
    let first = functionCount + 1 + UInt32(part.precedingCount) * share
    let end = part.isWhole ? UInt32.max : first + UInt32(part.bodies.count) * share
    let places = output.settlePlaces(from: first, below: end)
    guard !places.isEmpty else { return }
    let context = output.context
    let records = places.enumerated().map { index, place in
      var record = StructureBuilder(module: output)
      record.add(\rt_inlined_place.place, context.i32.constant(UInt64(first) + UInt64(index)))
      record.add(\rt_inlined_place.function, context.i32.constant(UInt64(place.number - 1)))
      record.add(\rt_inlined_place.outer, context.i32.constant(UInt64(place.outer)))
      return record.constant(sizeBytes: MemoryLayout<rt_inlined_place>.size)
    }
    let table = output.addGlobal(
      "places", records[0].type.arrayConstant(records), isConstant: true)
    output.keep(
      table, inSection: Self.inlinedPlacesSection,
      alignment: MemoryLayout<rt_inlined_place>.alignment)
  }
}
