internal import CanisterRuntime
internal import CLLVM
package import LLVM
internal import Lowering

extension LLVM.Module {
  /// Gives each chain of inlined functions a number of its own, and makes a table of them, from
  /// which backtraces are told.
  ///
  /// Run it when nothing will be inlined any more. Of instructions that LLVM has merged out of
  /// several places what they have in common is left. Should there be too many chains, the
  /// innermost functions are left out.
  package func settlePlaces(numbers: Range<UInt32>) {
    let places = chains(numbers: numbers)
    guard !places.isEmpty else { return }
    let records = zip(numbers, places).map { number, place in
      var record = StructureBuilder(module: self)
      record.add(\rt_inlined_place.place, context.i32.constant(UInt64(number)))
      record.add(\rt_inlined_place.function, context.i32.constant(UInt64(place.number - 1)))
      record.add(\rt_inlined_place.outer, context.i32.constant(UInt64(place.outer)))
      return record.constant(sizeBytes: MemoryLayout<rt_inlined_place>.size)
    }
    let table = addGlobal("places", records[0].type.arrayConstant(records), isConstant: true)
    keep(
      table, inSection: ModuleLowering.inlinedPlacesSection,
      alignment: MemoryLayout<rt_inlined_place>.alignment)
  }

  /// The chains, in the order of their numbers.
  private func chains(numbers: Range<UInt32>) -> [InlinedPlace] {
    var settlement = PlaceSettlement(context: context, range: numbers)
    var function = LLVMGetFirstFunction(reference)
    while let current = function {
      if let subprogram = LLVMGetSubprogram(current) { settlement.settle(current, subprogram) }
      function = LLVMGetNextFunction(current)
    }
    return settlement.places
  }
}

/// Where a function was inlined: its number, and the place of the call.
private struct InlinedPlace: Hashable {
  let number: UInt32
  let outer: UInt32
}

/// The work of `settlePlaces`.
private struct PlaceSettlement {
  let context: Context
  let range: Range<UInt32>
  var places: [InlinedPlace] = []
  var numbers: [InlinedPlace: UInt32] = [:]
  /// The numbers of locations that were seen before in the function at hand.
  var known: [LLVMMetadataRef: UInt32] = [:]

  init(context: Context, range: Range<UInt32>) {
    self.context = context
    self.range = range
  }

  mutating func settle(_ function: LLVMValueRef, _ subprogram: LLVMMetadataRef) {
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
    // What LLVM has merged has line 0, but its scope says whose it is.
    let function = LLVMDISubprogramGetLine(LLVMDILocationGetScope(location))
    var number = function
    if let caller = caller(of: location) {
      let outer = self.number(of: caller)
      number =
        isTail(location) ? outer : self.number(of: InlinedPlace(number: function, outer: outer))
    }
    known[location] = number
    return number
  }

  /// Where a function was inlined, beyond those that have called it in their places.
  private func caller(of location: LLVMMetadataRef) -> LLVMMetadataRef? {
    var caller = LLVMDILocationGetInlinedAt(location)
    while let call = caller, isTail(call) { caller = LLVMDILocationGetInlinedAt(call) }
    return caller
  }

  private func isTail(_ location: LLVMMetadataRef) -> Bool {
    LLVMDILocationGetColumn(location) == Places.tailColumn
  }

  private mutating func number(of place: InlinedPlace) -> UInt32 {
    if let number = numbers[place] { return number }
    guard places.count < range.count else { return place.outer }
    let number = range.lowerBound + UInt32(places.count)
    numbers[place] = number
    places.append(place)
    return number
  }
}
