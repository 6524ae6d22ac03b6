internal import CLLVM

/// Numbers of functions that LLVM keeps with their instructions through all passes, so that one
/// knows afterwards which function an instruction stems from.
///
/// To LLVM they are lines of a source file, in debug locations, which inlining keeps track of. They
/// do not change the code. What is emitted beside it is a table from addresses to numbers, in the
/// format of DWARF's line tables, once `Module.numberInlinedLocations` has given each chain of
/// inlined functions one number.
package final class DebugLocations {
  private let builder: LLVMDIBuilderRef
  private let file: LLVMMetadataRef?
  private let type: LLVMMetadataRef?

  /// The column of tail calls, which inlining keeps, too.
  ///
  /// All other locations have column 0.
  package static let tailCallColumn: UInt32 = 1

  /// Prepares a module for numbers.
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
  package func setNumber(_ number: UInt32, of function: Function) {
    let subprogram = LLVMDIBuilderCreateFunction(
      builder, file, "", 0, "", 0, file, number, type, 1, 1, number, LLVMDIFlagZero, 1)
    LLVMSetSubprogram(function.value.reference, subprogram)
  }

  /// Completes the module's debug information, when all functions have their numbers.
  package func finish() { LLVMDIBuilderFinalize(builder) }
}

extension Function {
  /// Whether the function's instructions have debug locations.
  package var hasDebugLocations: Bool { LLVMGetSubprogram(value.reference) != nil }
}

extension Builder {
  /// Gives what is built from now on the number of this function, if that has one.
  package func setDebugLocation(of function: Function) {
    guard let subprogram = LLVMGetSubprogram(function.value.reference) else { return }
    let number = LLVMDISubprogramGetLine(subprogram)
    LLVMSetCurrentDebugLocation2(
      reference,
      LLVMDIBuilderCreateDebugLocation(context.reference, number, 0, subprogram, nil))
  }

  /// Gives a call the location of a tail call, if the function around it has a number.
  func setTailCallLocation(of call: Value) {
    guard let location = LLVMInstructionGetDebugLoc(call.reference) else { return }
    LLVMInstructionSetDebugLoc(
      call.reference,
      LLVMDIBuilderCreateDebugLocation(
        context.reference, LLVMDILocationGetLine(location), DebugLocations.tailCallColumn,
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
