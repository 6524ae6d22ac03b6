internal import CLLVM

/// The visibility of a function or global.
package enum Linkage {
  /// Only this module, under a symbol that debuggers and profilers see.
  case `internal`
  /// Only this module, and without a symbol.
  case `private`
  /// All modules that are linked with it.
  case external
  /// Defined elsewhere; its declaration here only serves the optimiser.
  case availableExternally

  var reference: LLVMLinkage {
    switch self {
    case .internal: LLVMInternalLinkage
    case .private: LLVMPrivateLinkage
    case .external: LLVMExternalLinkage
    case .availableExternally: LLVMAvailableExternallyLinkage
    }
  }
}

/// How a function takes its arguments.
package enum CallingConvention {
  /// That of C on the target.
  case c
  /// LLVM's fastest one, for functions that only this module calls.
  case fast
  /// As `fast`, and any call in tail position can give up the caller's frame.
  case tail

  var number: UInt32 {
    switch self {
    case .c: 0
    case .fast: 8
    case .tail: 18
    }
  }
}

extension Module {
  /// Declares a function; appending a block to it makes it a definition.
  package func addFunction(
    _ name: String, _ type: Type, linkage: Linkage = .external, convention: CallingConvention = .c
  ) -> Function {
    let function = Value(LLVMAddFunction(reference, name, type.reference))
    LLVMSetLinkage(function.reference, linkage.reference)
    LLVMSetFunctionCallConv(function.reference, convention.number)
    return Function(value: function, type: type)
  }

  /// The global of that name, which must be there.
  package func global(named name: String) -> Value {
    guard let global = LLVMGetNamedGlobal(reference, name) else {
      preconditionFailure("no global \(name)")
    }
    return Value(global)
  }

  /// Declares a global that another object defines.
  package func addExternalGlobal(_ name: String, _ type: Type) -> Value {
    Value(LLVMAddGlobal(reference, type.reference, name))
  }

  /// Defines a global with a first value.
  package func addGlobal(
    _ name: String, _ initializer: Value, linkage: Linkage = .internal, isConstant: Bool = false
  ) -> Value {
    let global = Value(LLVMAddGlobal(reference, initializer.type.reference, name))
    LLVMSetInitializer(global.reference, initializer.reference)
    LLVMSetLinkage(global.reference, linkage.reference)
    LLVMSetGlobalConstant(global.reference, isConstant ? 1 : 0)
    if isConstant && linkage == .private {
      LLVMSetUnnamedAddress(global.reference, LLVMGlobalUnnamedAddr)
    }
    return global
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

extension Value {
  /// Keeps the symbol of a function or global within the executable it is linked into, so that
  /// code reaches it directly.
  package func setHidden() { LLVMSetVisibility(reference, LLVMHiddenVisibility) }

  /// Puts the code of a function, or a global, at a multiple of so many bytes, a power of two.
  package func setAlignment(bytes: UInt32) { LLVMSetAlignment(reference, bytes) }

  /// Puts a global into a section of the object, at a place that is a multiple of the alignment.
  package func setSection(_ name: String, alignmentBytes: UInt32) {
    LLVMSetSection(reference, name)
    setAlignment(bytes: alignmentBytes)
  }
}
