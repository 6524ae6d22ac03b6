internal import CLLVM

/// Numbers that LLVM carries along with instructions through all that it does to them, so that one
/// knows later which function an instruction stems from.
///
/// To LLVM they are lines of a source file, and inlining keeps track of them. Code is the same
/// with them as without; what comes out beside it is a table from addresses to numbers, in the form
/// of DWARF's line tables, once `Module.settlePlaces` has put chains of inlining into one number
/// each.
package final class Places {
  private let builder: LLVMDIBuilderRef
  private let file: LLVMMetadataRef?
  private let type: LLVMMetadataRef?

  /// The column of tail calls, which all others do not have: inlining keeps it, too.
  package static let tailColumn: UInt32 = 1

  /// Makes a module ready for numbers.
  package init(in module: Module) {
    guard let builder = LLVMCreateDIBuilder(module.reference) else {
      preconditionFailure("LLVM has no builder of debug information")
    }
    self.builder = builder
    file = LLVMDIBuilderCreateFile(builder, "wasm", 4, "", 0)
    _ = LLVMDIBuilderCreateCompileUnit(
      builder, LLVMDWARFSourceLanguageC, file, "", 0, 1, "", 0, 0, "", 0,
      LLVMDWARFEmissionLineTablesOnly, 0, 0, 0, "", 0, "", 0)
    var types: [LLVMMetadataRef?] = []
    type = LLVMDIBuilderCreateSubroutineType(builder, file, &types, 0, LLVMDIFlagZero)
    module.setFlag("Debug Info Version", LLVMDebugMetadataVersion())
    module.setFlag("Dwarf Version", 4)
  }

  deinit { LLVMDisposeDIBuilder(builder) }

  /// Gives a function, whose body is still to be built, a number other than 0.
  package func mark(_ function: Function, as number: UInt32) {
    let subprogram = LLVMDIBuilderCreateFunction(
      builder, file, "", 0, "", 0, file, number, type, 1, 1, number, LLVMDIFlagZero, 1)
    LLVMSetSubprogram(function.value.reference, subprogram)
  }

  /// Ends it, when all functions have their numbers.
  package func finish() { LLVMDIBuilderFinalize(builder) }
}

extension Function {
  /// Whether the function has a number.
  package var hasPlace: Bool { LLVMGetSubprogram(value.reference) != nil }
}

extension Builder {
  /// Says that what is built from now on has the number of this function, if that has one.
  package func setPlace(of function: Function) {
    guard let subprogram = LLVMGetSubprogram(function.value.reference) else { return }
    let number = LLVMDISubprogramGetLine(subprogram)
    LLVMSetCurrentDebugLocation2(
      reference,
      LLVMDIBuilderCreateDebugLocation(context.reference, number, 0, subprogram, nil))
  }

  /// Says that a call leaves no frame of the function around it, if that has a number.
  func setTailPlace(of call: Value) {
    guard let location = LLVMInstructionGetDebugLoc(call.reference) else { return }
    LLVMInstructionSetDebugLoc(
      call.reference,
      LLVMDIBuilderCreateDebugLocation(
        context.reference, LLVMDILocationGetLine(location), Places.tailColumn,
        LLVMDILocationGetScope(location), nil))
  }
}

extension Module {
  fileprivate func setFlag(_ name: String, _ value: UInt32) {
    LLVMAddModuleFlag(
      reference, LLVMModuleFlagBehaviorWarning, name, name.utf8.count,
      LLVMValueAsMetadata(context.i32.constant(UInt64(value)).reference))
  }
}
