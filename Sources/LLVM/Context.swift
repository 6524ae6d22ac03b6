package import CLLVM

/// Owns everything that LLVM interns: types, constants, metadata.
///
/// The front door of this target, a small typed face over the part of LLVM's C interface that
/// lowering needs; it knows nothing of Wasm. A context and all that is made from it belong to one
/// thread. `Module` and `Builder` are owners too; `Type`, `Value` and `Block` are plain references
/// that are valid as long as their owner is.
package final class Context {
  /// LLVM's own handle, for passes over what was built.
  package let reference: LLVMContextRef

  package init() {
    Library.require()
    reference = LLVMContextCreate()
  }

  deinit {
    LLVMContextDispose(reference)
  }

  /// The number that LLVM has given to a kind of metadata or of attribute.
  package func metadataKind(_ name: String) -> UInt32 {
    LLVMGetMDKindIDInContext(reference, name, UInt32(name.utf8.count))
  }
}

/// The version of the LLVM library in use.
package func libraryVersion() -> String {
  Library.require()
  var major: UInt32 = 0
  var minor: UInt32 = 0
  var patch: UInt32 = 0
  LLVMGetVersion(&major, &minor, &patch)
  return "\(major).\(minor).\(patch)"
}
