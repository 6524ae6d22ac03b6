package import CLLVM

/// The part of a function or call that an attribute is about.
package enum AttributeTarget {
  case function
  case result
  case parameter(Int)

  /// The number by which LLVM's C interface knows the target.
  package var index: UInt32 {
    switch self {
    case .function: UInt32.max
    case .result: 0
    case .parameter(let index): UInt32(index) + 1
    }
  }
}

/// An attribute of LLVM's, by its name.
package enum Attribute {
  case flag(String)
  case number(String, UInt64)
  case text(String, String)
}

extension Context {
  private func make(_ attribute: Attribute) -> LLVMAttributeRef {
    func kind(_ name: String) -> UInt32 {
      let kind = LLVMGetEnumAttributeKindForName(name, name.utf8.count)
      precondition(kind != 0, "LLVM has no attribute \(name)")
      return kind
    }
    return switch attribute {
    case .flag(let name): LLVMCreateEnumAttribute(reference, kind(name), 0)
    case .number(let name, let value): LLVMCreateEnumAttribute(reference, kind(name), value)
    case .text(let name, let value):
      LLVMCreateStringAttribute(
        reference, name, UInt32(name.utf8.count), value, UInt32(value.utf8.count))
    }
  }

  /// Whether this version of LLVM has an attribute of that name.
  package func knows(_ name: String) -> Bool {
    LLVMGetEnumAttributeKindForName(name, name.utf8.count) != 0
  }

  /// Whether a function has the attribute that is a flag of that name.
  package func has(_ flag: String, _ function: LLVMValueRef) -> Bool {
    let kind = LLVMGetEnumAttributeKindForName(flag, flag.utf8.count)
    return LLVMGetEnumAttributeAtIndex(function, AttributeTarget.function.index, kind) != nil
  }

  /// Adds an attribute to a function that is given by LLVM's own handle.
  package func add(_ attribute: Attribute, toFunction function: LLVMValueRef) {
    LLVMAddAttributeAtIndex(function, AttributeTarget.function.index, make(attribute))
  }

  package func add(_ attribute: Attribute, to function: Function, at target: AttributeTarget) {
    LLVMAddAttributeAtIndex(function.value.reference, target.index, make(attribute))
  }

  /// The same on one call.
  package func add(_ attribute: Attribute, toCall call: Value, at target: AttributeTarget) {
    LLVMAddCallSiteAttribute(call.reference, target.index, make(attribute))
  }
}
