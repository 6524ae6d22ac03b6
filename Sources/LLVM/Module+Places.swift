internal import CLLVM

/// Where a function was inlined: its number, and the place of the call.
package struct InlinedPlace: Hashable {
  package let number: UInt32
  package let outer: UInt32
}

extension Module {
  /// Gives each chain of inlined functions a number of its own, from `first` on and below `end`;
  /// the chains, in the order of their numbers.
  ///
  /// Run it when nothing will be inlined any more. Of instructions that LLVM has merged out of
  /// several places what they have in common is left. Should there be too many chains, the
  /// innermost functions are left out.
  package func settlePlaces(from first: UInt32, below end: UInt32) -> [InlinedPlace] {
    var settlement = PlaceSettlement(context: context, first: first, end: end)
    var function = LLVMGetFirstFunction(reference)
    while let current = function {
      if let subprogram = LLVMGetSubprogram(current) { settlement.settle(current, subprogram) }
      function = LLVMGetNextFunction(current)
    }
    return settlement.places
  }

  /// Keeps a constant in a section of the object, which no linker may leave out.
  ///
  /// Linkers put the sections of several objects together without a gap if the size is a multiple
  /// of the alignment.
  package func keep(_ global: Value, inSection name: String, alignment: Int) {
    LLVMSetSection(global.reference, name)
    LLVMSetAlignment(global.reference, UInt32(alignment))
    let used = addGlobal(
      "llvm.used", global.type.arrayConstant([global]), linkage: .internal)
    LLVMSetLinkage(used.reference, LLVMAppendingLinkage)
    LLVMSetSection(used.reference, "llvm.metadata")
  }
}

/// The work of `settlePlaces`.
private struct PlaceSettlement {
  let context: Context
  let first: UInt32
  let end: UInt32
  var places: [InlinedPlace] = []
  var numbers: [InlinedPlace: UInt32] = [:]
  /// The numbers of locations that were seen before in the function at hand.
  var known: [LLVMMetadataRef: UInt32] = [:]

  init(context: Context, first: UInt32, end: UInt32) {
    self.context = context
    self.first = first
    self.end = end
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
    guard places.count < Int(end - first) else { return place.outer }
    let number = first + UInt32(places.count)
    numbers[place] = number
    places.append(place)
    return number
  }
}
