internal import CanisterRuntime
internal import CLLVM
package import LLVM
internal import Lowering

extension LLVM.Module {
  /// Replaces the debug locations of instructions by numbers, of which each chain of inlined
  /// functions has one, and defines a table of these chains for backtraces.
  ///
  /// Run it when nothing will be inlined any more. An instruction that LLVM has merged out of
  /// several has what their chains have in common. Should the numbers not suffice for all chains,
  /// the innermost functions are left out.
  package func numberInlinedLocations(_ numbers: Range<UInt32>) {
    let locations = inlinedLocations(numbers)
    guard !locations.isEmpty else { return }
    let entries = zip(numbers, locations).map { number, location in
      var entry = StructureBuilder(module: self)
      entry.add(\rt_inlined_location.location, context.i32.constant(UInt64(number)))
      entry.add(\rt_inlined_location.function, context.i32.constant(UInt64(location.number - 1)))
      entry.add(\rt_inlined_location.outer, context.i32.constant(UInt64(location.outer)))
      return entry.constant(sizeBytes: MemoryLayout<rt_inlined_location>.size)
    }
    let table = addGlobal(
      "inlined_locations", entries[0].type.arrayConstant(entries), isConstant: true)
    keep(
      table, inSection: ModuleLowering.inlinedLocationsSection,
      alignment: MemoryLayout<rt_inlined_location>.alignment)
  }

  /// The chains, in the order of their numbers.
  private func inlinedLocations(_ numbers: Range<UInt32>) -> [InlinedLocation] {
    var numbering = LocationNumbering(context: context, range: numbers)
    var function = LLVMGetFirstFunction(reference)
    while let current = function {
      if let subprogram = LLVMGetSubprogram(current) { numbering.renumber(current, subprogram) }
      function = LLVMGetNextFunction(current)
    }
    return numbering.locations
  }
}

/// Where a function was inlined: its number, and the location of the call.
private struct InlinedLocation: Hashable {
  let number: UInt32
  let outer: UInt32
}

/// The work of `numberInlinedLocations`.
private struct LocationNumbering {
  let context: Context
  let range: Range<UInt32>
  var locations: [InlinedLocation] = []
  var numbers: [InlinedLocation: UInt32] = [:]
  /// The numbers of LLVM's locations that were met before in the current function.
  var known: [LLVMMetadataRef: UInt32] = [:]

  init(context: Context, range: Range<UInt32>) {
    self.context = context
    self.range = range
  }

  mutating func renumber(_ function: LLVMValueRef, _ subprogram: LLVMMetadataRef) {
    known.removeAll(keepingCapacity: true)
    let own = LLVMDISubprogramGetLine(subprogram)
    var locations: [UInt32: LLVMMetadataRef] = [:]
    var block = LLVMGetFirstBasicBlock(function)
    while let currentBlock = block {
      var instruction = LLVMGetFirstInstruction(currentBlock)
      while let current = instruction {
        let number = LLVMInstructionGetDebugLoc(current).map { self.number(of: $0) } ?? own
        let location =
          locations[number]
          ?? LLVMDIBuilderCreateDebugLocation(context.reference, number, 0, subprogram, nil)
        locations[number] = location
        LLVMInstructionSetDebugLoc(current, location)
        instruction = LLVMGetNextInstruction(current)
      }
      block = LLVMGetNextBasicBlock(currentBlock)
    }
  }

  private mutating func number(of location: LLVMMetadataRef) -> UInt32 {
    if let number = known[location] { return number }
    // A merged location may have line 0, but its scope has the function.
    let function = LLVMDISubprogramGetLine(LLVMDILocationGetScope(location))
    var number = function
    if let call = call(of: location) {
      let outer = self.number(of: call)
      number =
        isTailCall(location)
        ? outer : self.number(of: InlinedLocation(number: function, outer: outer))
    }
    known[location] = number
    return number
  }

  /// The location of the call that was inlined, past tail calls, which leave no frame.
  private func call(of location: LLVMMetadataRef) -> LLVMMetadataRef? {
    var call = LLVMDILocationGetInlinedAt(location)
    while let tailCall = call, isTailCall(tailCall) { call = LLVMDILocationGetInlinedAt(tailCall) }
    return call
  }

  private func isTailCall(_ location: LLVMMetadataRef) -> Bool {
    LLVMDILocationGetColumn(location) == DebugLocations.tailCallColumn
  }

  private mutating func number(of location: InlinedLocation) -> UInt32 {
    if let number = numbers[location] { return number }
    guard locations.count < range.count else { return location.outer }
    let number = range.lowerBound + UInt32(locations.count)
    numbers[location] = number
    locations.append(location)
    return number
  }
}
